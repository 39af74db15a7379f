package org.stepcast.estimator.step;

import org.stepcast.core.operator.GroupShape;

/**
 * Ranks that communicate, as they lie on nodes. Ranks are numbered tensor innermost, then context and expert, data, pipeline.
 *
 * @param ringCount groups that share a node's adapters
 * @param spanCount devices of a node from the first to the last of the group
 */
record RankGroup(double rankCount, double ranksPerNodeCount, double nodeCount, double ringCount, double spanCount) {

    /** {@code ranks} ranks whose numbers are {@code stride} apart. */
    static RankGroup of(Workload work, double ranks, double stride) {
        double domain = work.machine().domainSize();
        double perNode = Math.max(1, Math.min(ranks, Math.floor(domain / stride)));
        double rings = Math.max(1, Math.floor(Math.min(domain, work.deviceCount()) / perNode));
        return new RankGroup(ranks, perNode, Math.ceil(ranks / perNode), rings, Math.min(domain, perNode * stride));
    }

    static RankGroup tensor(Workload work) {
        return of(work, work.tensorWays(), 1);
    }

    /** Ranks that hold the same parameters, or {@code ranks} neighbours of them. */
    static RankGroup data(Workload work, double ranks) {
        return of(work, ranks, work.tensorWays());
    }

    GroupShape shape() {
        return new GroupShape((int) nodeCount, (int) ranksPerNodeCount);
    }

    boolean isAlone() {
        return rankCount <= 1;
    }

    boolean isInOneNode() {
        return nodeCount == 1;
    }
}
