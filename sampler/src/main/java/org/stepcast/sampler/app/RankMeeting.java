package org.stepcast.sampler.app;

import java.net.InetAddress;
import java.util.List;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.launch.Rendezvous;

/** The ranks that have met, as Gloo sees them. */
record RankMeeting(Rendezvous ranks) implements Meeting {

    @Override
    public int rank() {
        return ranks.place().rank();
    }

    @Override
    public int rankCount() {
        return ranks.place().rankCount();
    }

    @Override
    public String masterHost() {
        return ranks.place().master().getHostString();
    }

    @Override
    public InetAddress localAddress() {
        return ranks.localAddress();
    }

    @Override
    public List<String> exchange(String topic, String text) {
        return ranks.exchange(topic, text);
    }
}
