package org.stepcast.sampler.cli;

import java.time.Duration;
import java.util.Optional;
import org.stepcast.sampler.launch.Launch;
import org.stepcast.sampler.launch.LaunchFlags;
import org.stepcast.sampler.launch.RankPlace;
import org.stepcast.sampler.launch.Rendezvous;
import picocli.CommandLine.Option;

/** Which rank this process is, where neither torchrun nor srun nor mpirun tells. */
final class LaunchOptions {

    @Option(names = "--rank", paramLabel = "R", description = "Rank of this process, counted from 0.")
    private Optional<Integer> rank = Optional.empty();

    @Option(names = "--world-size", paramLabel = "N", description = "Ranks of the job.")
    private Optional<Integer> rankCount = Optional.empty();

    @Option(
            names = "--local-rank",
            paramLabel = "R",
            description = "Rank among those of this node; default: that of --rank.")
    private Optional<Integer> localRank = Optional.empty();

    @Option(
            names = "--local-size",
            paramLabel = "N",
            description = "Ranks on each node; default: that of --world-size.")
    private Optional<Integer> ranksPerNodeCount = Optional.empty();

    @Option(
            names = "--master",
            paramLabel = "HOST:PORT",
            description = "Where rank 0 listens; default: what the launcher says.")
    private Optional<String> master = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How long to wait for a missing rank; default: 2m.")
    private Duration patience = Duration.ofMinutes(2);

    Duration patience() {
        return patience;
    }

    /** Where this process stands among its like, if it has any. */
    Optional<RankPlace> find() {
        return Launch.find(System.getenv(), flags());
    }

    /** Meets the other ranks. */
    Rendezvous join() {
        return Rendezvous.join(Launch.require(System.getenv(), flags()), patience);
    }

    private LaunchFlags flags() {
        return new LaunchFlags(rank, rankCount, localRank, ranksPerNodeCount, master);
    }
}
