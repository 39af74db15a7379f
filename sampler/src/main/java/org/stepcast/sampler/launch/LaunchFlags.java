package org.stepcast.sampler.launch;

import java.util.Optional;

/**
 * What the command line says of a rank; where it says nothing, the launcher's environment counts.
 *
 * @param master {@code host:port} of rank 0
 */
public record LaunchFlags(
        Optional<Integer> rank,
        Optional<Integer> rankCount,
        Optional<Integer> localRank,
        Optional<Integer> ranksPerNodeCount,
        Optional<String> master) {

    /** Nothing said. */
    public static LaunchFlags none() {
        return new LaunchFlags(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether they tell the rank, so that no launcher is asked. */
    boolean nameRank() {
        return rank.isPresent() || rankCount.isPresent();
    }
}
