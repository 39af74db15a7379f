package org.stepcast.core.operator;

/** How the ranks of a collective lie on the cluster: on {@code nodeCount} nodes, {@code ranksPerNodeCount} on each. */
public record GroupShape(long nodeCount, long ranksPerNodeCount) {

    public GroupShape {
        Operator.requirePositive("nodeCount", nodeCount);
        Operator.requirePositive("ranksPerNodeCount", ranksPerNodeCount);
    }

    public long rankCount() {
        return nodeCount * ranksPerNodeCount;
    }

    /** For people and file names: {@code 2x4} is two nodes with four ranks each. */
    public String text() {
        return nodeCount + "x" + ranksPerNodeCount;
    }
}
