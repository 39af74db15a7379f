package org.stepcast.estimator.step;

import java.util.Optional;
import org.stepcast.core.operator.CollectiveKind;

/**
 * Collectives on links: moved bytes / bus bandwidth · ramp + latency. The ramp 1 + H / (S + H) stands for small messages not
 * filling the links; rings cross the network once a node, trees need fewer steps. Sizes are those of nccl-tests.
 */
record GroupTimes(Workload work, Tuning tuning) {

    private static final double MICROS = 1e6;

    /** Message at which half of the ramp is gone. Source: nccl-tests figures, NVLink and InfiniBand. */
    private static final double HALF_BYTES = 12 * 1024 * 1024;

    /** One ring step between nodes, the network's latency apart, and inside. Source: NCCL src/graph/tuning.cc, Simple. */
    private static final double NETWORK_STEP_MICROS = 9;

    private static final double LINK_STEP_MICROS = 3.4;

    /** Launch of a collective inside a node, each way. Source: nccl-tests figures. */
    private static final double NODE_MICROS = 10;

    private static final double TREE_NETWORK_MICROS = 15;
    private static final double TREE_LINK_MICROS = 2;
    private static final double TREE_LAUNCH_MICROS = 20;
    private static final double ALL_TO_ALL_MICROS = 30;
    private static final double NETWORK_TRANSFER_MICROS = 5;
    private static final double LINK_TRANSFER_MICROS = 8;

    double allReduceMicros(RankGroup group, double bytes) {
        return micros(group, CollectiveKind.ALL_REDUCE, bytes, 1);
    }

    double allGatherMicros(RankGroup group, double bytes) {
        return micros(group, CollectiveKind.ALL_GATHER, bytes, 1);
    }

    double reduceScatterMicros(RankGroup group, double bytes) {
        return micros(group, CollectiveKind.REDUCE_SCATTER, bytes, 1);
    }

    /**
     * A ring or tree.
     *
     * @param linkShare share of the achievable rate
     */
    double micros(RankGroup group, CollectiveKind kind, double bytes, double linkShare) {
        if (group.isAlone() || bytes <= 0) {
            return 0;
        }
        return sampledMicros(group, kind, bytes)
                .map(micros -> micros / linkShare)
                .orElseGet(() -> ringMicros(group, kind, bytes, linkShare));
    }

    private Optional<Double> sampledMicros(RankGroup group, CollectiveKind kind, double bytes) {
        return work.samples()
                .collective(kind, bytes, group.shape())
                .map(time -> tuning.constant("nvlink.factor") * time.micros().p50());
    }

    private double ringMicros(RankGroup group, CollectiveKind kind, double bytes, double linkShare) {
        boolean reducesAll = kind == CollectiveKind.ALL_REDUCE;
        double rounds = reducesAll ? 2 : 1;
        double ranks = group.rankCount();
        double moved = rounds * (ranks - 1) / ranks * bytes;
        double ramp = 1 + HALF_BYTES / (bytes + HALF_BYTES);
        double node = nodeBytesPerSecond(group, reducesAll);
        if (group.isInOneNode()) {
            return MICROS * moved / node / linkShare * ramp + rounds * NODE_MICROS;
        }
        double bus = Math.min(node, ringBytesPerSecond(group));
        return MICROS * moved / bus / linkShare * ramp + latencyMicros(group, reducesAll);
    }

    /**
     * All-to-all of one rank's {@code bytes}.
     *
     * @param copies how many experts each token goes to, where it travels once to each rank and crosses the network once for
     *     each node that it goes to; 0 where it travels once for each expert
     */
    double allToAllMicros(RankGroup group, double bytes, TokenCopies copies) {
        if (group.isAlone() || bytes <= 0) {
            return 0;
        }
        double ranks = group.rankCount();
        double sent = bytes * copies.leavingFraction(ranks) / TokenCopies.EACH.leavingFraction(ranks);
        return sampledMicros(group, CollectiveKind.ALL_TO_ALL, sent)
                .orElseGet(() -> exchangeMicros(group, bytes, copies));
    }

    private double exchangeMicros(RankGroup group, double bytes, TokenCopies copies) {
        double moved = copies.leavingFraction(group.rankCount()) * bytes;
        double inside = moved / nodeBytesPerSecond(group, false);
        if (group.isInOneNode()) {
            return MICROS * inside * (1 + HALF_BYTES / (bytes + HALF_BYTES)) + NODE_MICROS;
        }
        double crossing =
                work.machine().crossingBytesPerSecond() / work.machine().networkBytesPerSecond();
        double outside = copies.leavingFraction(group.nodeCount())
                * bytes
                * group.ranksPerNodeCount()
                / (ringBytesPerSecond(group) * crossing);
        return MICROS * Math.max(outside, inside) + ALL_TO_ALL_MICROS;
    }

    /** {@code bytes} to the rank that is {@code stride} further. */
    double transferMicros(double bytes, double stride) {
        Machine machine = work.machine();
        if (stride >= machine.domainSize() && machine.networkBytesPerSecond() > 0) {
            return MICROS * bytes / Math.min(adapterBytesPerSecond(), machine.transferBytesPerSecond())
                    + NETWORK_TRANSFER_MICROS
                    + machine.networkLatencyMicros();
        }
        return MICROS * bytes / machine.transferBytesPerSecond() + LINK_TRANSFER_MICROS;
    }

    /** What one device's share of the adapters reaches. */
    double adapterBytesPerSecond() {
        return work.machine().networkBytesPerSecond() * tuning.constant("net.efficiency");
    }

    /** Groups that reach beyond a socket share what joins the sockets. */
    private double nodeBytesPerSecond(RankGroup group, boolean reducesAll) {
        Machine machine = work.machine();
        double rate = reducesAll ? machine.allReduceBytesPerSecond() : machine.allGatherBytesPerSecond();
        double reached = group.spanCount() > machine.socketDeviceCount()
                ? Math.min(machine.acrossSocketsBytesPerSecond(), rate / group.ringCount())
                : rate;
        return reached / tuning.constant("nvlink.factor");
    }

    /** A node's adapters, divided among the rings that leave it. */
    private double ringBytesPerSecond(RankGroup group) {
        return adapterBytesPerSecond() * work.machine().domainSize() / group.ringCount();
    }

    private double latencyMicros(RankGroup group, boolean reducesAll) {
        double nodes = group.nodeCount();
        double hop = work.machine().networkLatencyMicros();
        double steps = nodes * (NETWORK_STEP_MICROS + hop) + (group.rankCount() - nodes) * LINK_STEP_MICROS;
        double ring = steps * tuning.constant("net.latency");
        if (!reducesAll) {
            return ring;
        }
        double tree = 2
                        * (Math.log(nodes) / Math.log(2) * (TREE_NETWORK_MICROS + hop)
                                + (group.ranksPerNodeCount() - 1) * TREE_LINK_MICROS)
                + TREE_LAUNCH_MICROS;
        return Math.min(2 * ring, tree);
    }
}
