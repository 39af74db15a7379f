package org.stepcast.sampler.app;

import java.time.Duration;
import java.util.Map;
import org.stepcast.core.error.BadInputException;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.HostFacts;
import org.stepcast.sampler.backend.cuda.CudaKernelBackend;
import org.stepcast.sampler.backend.cuda.DeviceCheck;
import org.stepcast.sampler.backend.cuda.LibraryFinder;
import org.stepcast.sampler.backend.gloo.GlooBackend;
import org.stepcast.sampler.backend.nccl.NcclBackend;
import org.stepcast.sampler.backend.nccl.Placement;
import org.stepcast.sampler.cli.DeviceChecks;
import org.stepcast.sampler.cli.SamplerCommand;
import org.stepcast.sampler.launch.Rendezvous;

/** The program {@code sampler}. */
public final class Sampler {

    private Sampler() {}

    /** Runs one command and exits with its code: 0 done, 2 the user's input, 1 our bug. */
    public static void main(String[] arguments) {
        System.exit(SamplerCommand.create(new LocalBackends(), Sampler::connect, Sampler::check)
                .execute(arguments));
    }

    private static DeviceChecks.Found check(int gpu) {
        try (CudaKernelBackend backend = CudaKernelBackend.open(LibraryFinder.of(System.getenv()), gpu)) {
            DeviceCheck.Report report = backend.check();
            return new DeviceChecks.Found(report.lines(), report.wrongCount());
        }
    }

    private static CollectiveBackend connect(String name, Rendezvous ranks, int threadCount, Duration patience) {
        return switch (name) {
            case "gloo" -> GlooBackend.connect(new RankMeeting(ranks), HostFacts.processor(threadCount), patience);
            case "nccl" -> connectGpus(ranks, Placement.IN_PLACE, patience);
            case "nccl-out-of-place" -> connectGpus(ranks, Placement.OUT_OF_PLACE, patience);
            default -> throw new BadInputException("--backend (" + name + ") must be gloo, nccl or nccl-out-of-place.");
        };
    }

    private static CollectiveBackend connectGpus(Rendezvous ranks, Placement placement, Duration patience) {
        Map<String, String> variables = System.getenv();
        LibraryFinder finder = LibraryFinder.of(variables);
        int localRank = ranks.place().localRank();
        return NcclBackend.connect(finder, new RankMeeting(ranks), localRank, placement, variables, patience);
    }
}
