package org.stepcast.sampler.launch;

import java.net.InetSocketAddress;

/**
 * Where one process stands among those that were launched together. Every node has the same number of ranks.
 *
 * @param rank counted from 0
 * @param localRank among the ranks of the node, counted from 0
 * @param master where rank 0 listens; unresolved
 */
public record RankPlace(
        Launcher launcher, int rank, int rankCount, int localRank, int ranksPerNodeCount, InetSocketAddress master) {

    public RankPlace {
        if (rank < 0 || rank >= rankCount) {
            throw new IllegalArgumentException("rank (" + rank + ") must be in 0.." + (rankCount - 1));
        }
        if (localRank < 0 || localRank >= ranksPerNodeCount || rankCount % ranksPerNodeCount != 0) {
            throw new IllegalArgumentException("localRank (" + localRank + ") must be below ranksPerNodeCount ("
                    + ranksPerNodeCount + "), which must divide rankCount (" + rankCount + ")");
        }
    }

    public int nodeCount() {
        return rankCount / ranksPerNodeCount;
    }

    /** The one rank that writes files and talks to the user. */
    public boolean isFirst() {
        return rank == 0;
    }
}
