package org.stepcast.sampler.backend.gloo;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.UserException;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;

/** The ranks of a job, connected by Gloo over TCP. */
final class GlooGroup implements AutoCloseable {

    private static final int ANY_PORT = 0;

    private final int rank;
    private final int rankCount;
    private final TCPStore store;
    private final ProcessGroupGloo processes;

    private GlooGroup(int rank, int rankCount, TCPStore store, ProcessGroupGloo processes) {
        this.rank = rank;
        this.rankCount = rankCount;
        this.store = store;
        this.processes = processes;
    }

    /**
     * Connects the ranks; all call it together.
     *
     * @throws BadInputException if a rank cannot reach another
     */
    static GlooGroup connect(Meeting meeting, Duration patience) {
        String address = meeting.localAddress().getHostAddress();
        try {
            torch.set_num_threads(1);
            TCPStore store = store(meeting, patience);
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(millis(patience));
            options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(address));
            ProcessGroupGloo processes = new ProcessGroupGloo(store, meeting.rank(), meeting.rankCount(), options);
            return new GlooGroup(meeting.rank(), meeting.rankCount(), store, processes);
        } catch (UserException ours) {
            throw ours;
        } catch (RuntimeException failed) {
            throw new BadInputException("rank " + meeting.rank() + ": Gloo cannot connect the ranks: "
                    + firstLine(failed) + "\n  Look whether the nodes reach each other at " + address
                    + " and its like, at any port.");
        }
    }

    int rank() {
        return rank;
    }

    int rankCount() {
        return rankCount;
    }

    ProcessGroupGloo processes() {
        return processes;
    }

    /** Runs a call to its end. */
    void await(Supplier<Work> call) throws Refusal {
        try {
            Temporaries.free(() -> call.get()._wait());
        } catch (RuntimeException failed) {
            throw new Refusal(Kind.FAILED, "Gloo: " + firstLine(failed));
        }
    }

    void barrier() throws Refusal {
        await(processes::barrier);
    }

    @Override
    public void close() {
        processes.close();
        store.close();
    }

    /** What Gloo says ends with the names of its source files. */
    static String firstLine(RuntimeException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.lines().findFirst().orElse("").replaceFirst("^\\[[^]]*/([^]/]*)] ", "$1: ");
    }

    /** Rank 0 keeps the store in which Gloo's ranks leave their addresses. */
    private static TCPStore store(Meeting meeting, Duration patience) {
        TCPStoreOptions options = new TCPStoreOptions()
                .waitWorkers(false)
                .timeout(millis(patience))
                .isServer(meeting.rank() == 0);
        if (meeting.rank() == 0) {
            TCPStore store = new TCPStore(meeting.masterHost(), options.port((short) ANY_PORT));
            meeting.exchange("Gloo's store", Integer.toString(Short.toUnsignedInt(store.getPort())));
            return store;
        }
        List<String> ports = meeting.exchange("Gloo's store", "");
        return new TCPStore(meeting.masterHost(), options.port((short) Integer.parseInt(ports.getFirst())));
    }

    private static Milliseconds millis(Duration duration) {
        return new Milliseconds(duration.toMillis());
    }
}
