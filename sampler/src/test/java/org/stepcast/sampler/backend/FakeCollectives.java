package org.stepcast.sampler.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Precision;

/** Every byte of a message takes a nanosecond on rank 0, two on rank 1, and so on. */
public final class FakeCollectives implements CollectiveBackend {

    private final int rank;
    private final int rankCount;
    private final List<Collective> prepared = new ArrayList<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private Predicate<Collective> refused = collective -> false;
    private Predicate<Collective> wrong = collective -> false;
    private Predicate<Collective> broken = collective -> false;

    public FakeCollectives(int rank, int rankCount) {
        this.rank = rank;
        this.rankCount = rankCount;
    }

    public static double micros(Collective collective, int rank) {
        return collective.messageBytes() * (rank + 1) / 1e3;
    }

    /** This rank has no room for some collectives. */
    public FakeCollectives refusing(Predicate<Collective> collectives) {
        refused = collectives;
        return this;
    }

    /** This rank gets wrong values from some. */
    public FakeCollectives wrongFor(Predicate<Collective> collectives) {
        wrong = collectives;
        return this;
    }

    /** This rank loses the others in some. */
    public FakeCollectives breakingAt(Predicate<Collective> collectives) {
        broken = collectives;
        return this;
    }

    /** What it was asked for, in order. */
    public List<Collective> prepared() {
        return prepared;
    }

    /** Collectives whose buffers were not freed. */
    public int openCount() {
        return openCount.get();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public DeviceFacts device() {
        return new DeviceFacts("Fake-1t", Long.MAX_VALUE, Map.of("threads", "1"));
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int rankCount() {
        return rankCount;
    }

    @Override
    public PreparedCollective prepare(Collective collective, Precision precision) throws Refusal {
        prepared.add(collective);
        if (refused.test(collective)) {
            throw new Refusal(Refusal.Kind.OUT_OF_MEMORY, "no room");
        }
        openCount.incrementAndGet();
        return new PreparedCollective() {
            @Override
            public double runMicros() throws Refusal {
                if (broken.test(collective)) {
                    throw new Refusal(Refusal.Kind.FAILED, "connection reset by peer");
                }
                return micros(collective, rank);
            }

            @Override
            public boolean isRight() {
                return !wrong.test(collective);
            }

            @Override
            public void close() {
                openCount.decrementAndGet();
            }
        };
    }

    @Override
    public void barrier() {}

    @Override
    public void close() {}
}
