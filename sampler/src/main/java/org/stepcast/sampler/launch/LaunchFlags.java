package org.stepcast.sampler.launch;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says of a rank; where it says nothing, the launcher's environment counts.
 *
 * @param master {@code host:port} of rank 0
 */
public record LaunchFlags(
        OptionalInt rank,
        OptionalInt rankCount,
        OptionalInt localRank,
        OptionalInt ranksPerNodeCount,
        Optional<String> master) {

    /** Nothing said. */
    public static LaunchFlags none() {
        return new LaunchFlags(
                OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** Whether they tell the rank, so that no launcher is asked. */
    boolean nameRank() {
        return rank.isPresent() || rankCount.isPresent();
    }
}
