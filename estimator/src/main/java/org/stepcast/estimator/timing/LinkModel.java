package org.stepcast.estimator.timing;

import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;

/**
 * Collectives from the figures of links alone: {@code time = L + √(L·T) + T}, with the latency {@code L} of launch and
 * steps and the time {@code T} of the bytes on the slowest link. The middle part stands for small messages not filling
 * the links; it follows NCCL on NVLink within a fifth. Ranks of one node leave it over one adapter each.
 */
record LinkModel(Cluster cluster, LinkDefaults defaults) {

    private static final double MICROS_PER_SECOND = 1e6;

    /**
     * The time of {@code collective}.
     *
     * @throws NotCoveredException if the group is larger than a node, or has several nodes, and the cluster is not
     */
    double micros(Collective collective) {
        GroupShape group = collective.group();
        requireFits(group);
        if (group.rankCount() == 1) {
            return defaults.launchMicros();
        }
        double latency = defaults.launchMicros() + stepMicros(collective.kind(), group);
        double wire = wireMicros(collective);
        return latency + Math.sqrt(latency * wire) + wire;
    }

    private void requireFits(GroupShape group) {
        int devices = cluster.node().deviceCount();
        if (group.ranksPerNodeCount() > devices) {
            throw new NotCoveredException("group (" + group.text() + ") has more ranks on a node than the " + devices
                    + " devices that a node of " + cluster.name() + " has.");
        }
        if (group.nodeCount() > 1 && !cluster.network().exists()) {
            throw new NotCoveredException("group (" + group.text() + ") has several nodes, but " + cluster.name()
                    + " has no network.\n  Give its network in cluster.yml.");
        }
    }

    /** Rings pass the message from rank to rank; between nodes trees need fewer steps, and NCCL picks the faster. */
    private double stepMicros(CollectiveKind kind, GroupShape group) {
        double rounds = kind == CollectiveKind.ALL_REDUCE ? 2 : 1;
        double hop = cluster.node().link().latencyMicros();
        double nodeSteps = kind == CollectiveKind.SEND_RECEIVE ? 1 : group.ranksPerNodeCount() - 1;
        if (group.nodeCount() == 1) {
            return rounds * nodeSteps * hop;
        }
        double networkSteps = Math.ceil(Math.log(group.nodeCount()) / Math.log(2));
        return rounds * (nodeSteps * hop + networkSteps * cluster.network().latencyMicros());
    }

    private double wireMicros(Collective collective) {
        GroupShape group = collective.group();
        double inNode =
                collective.wireBytes() / linkBytesPerSecond(cluster.node().link());
        if (group.nodeCount() == 1) {
            return inNode * MICROS_PER_SECOND;
        }
        double leaving = leavingBytes(collective) / networkBytesPerSecond(collective.kind());
        return (group.ranksPerNodeCount() == 1 ? leaving : Math.max(inNode, leaving)) * MICROS_PER_SECOND;
    }

    /** Bytes that one adapter sends: a ring crosses to the next node once, over one adapter of many. */
    private static double leavingBytes(Collective collective) {
        GroupShape group = collective.group();
        return switch (collective.kind()) {
            case ALL_REDUCE, ALL_GATHER, REDUCE_SCATTER, BROADCAST ->
                collective.wireBytes() / group.ranksPerNodeCount();
            case ALL_TO_ALL -> {
                double otherNodes = (double) group.rankCount() - group.ranksPerNodeCount();
                yield collective.messageBytes() * otherNodes / group.rankCount();
            }
            case SEND_RECEIVE -> collective.messageBytes();
        };
    }

    private double linkBytesPerSecond(Link link) {
        return defaults.fraction(link.kind()) * link.bytesPerSecond();
    }

    private double networkBytesPerSecond(CollectiveKind kind) {
        Network network = cluster.network();
        return defaults.networkFraction()
                * (kind == CollectiveKind.ALL_TO_ALL ? network.crossingBytesPerSecond() : network.ringBytesPerSecond());
    }
}
