package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Collective;

/**
 * Collectives: steps of a ring, then bytes on the wire. Links differ by cluster and not by device, so bytes are counted in
 * microseconds at 1 GB/s and the fitted coefficients hold the bandwidth.
 */
final class CollectiveFeatures {

    private static final double MICROS_PER_BYTE_AT_1_GB_PER_SECOND = 1e-3;

    /** Messages up to about these sizes are sent by protocols with little latency and little bandwidth. Source: NCCL. */
    private static final double[] PROTOCOL_BYTES = {64 * 1024, 1 << 20, 16 << 20};

    private CollectiveFeatures() {}

    static void describe(Collective collective, RowWriter row) {
        boolean inNode = collective.group().nodeCount() == 1;
        double ranks = collective.group().rankCount();
        double wire = collective.wireBytes() * MICROS_PER_BYTE_AT_1_GB_PER_SECOND;
        // Every rank has its own adapter: ranks of one node share what leaves it.
        double sharedWire = wire / collective.group().ranksPerNodeCount();
        row.hostTerm("launch", 1);
        row.hostTerm("nodeSteps", inNode ? ranks - 1 : 0);
        row.hostTerm("networkSteps", inNode ? 0 : ranks - 1);
        row.deviceTerm("nodeWire", inNode ? wire : 0);
        row.deviceTerm("pairWire", inNode && ranks == 2 ? wire : 0);
        row.deviceTerm("networkWire", inNode ? 0 : sharedWire);
        for (double bytes : PROTOCOL_BYTES) {
            double small = Math.min(collective.messageBytes(), bytes) * MICROS_PER_BYTE_AT_1_GB_PER_SECOND;
            row.deviceTerm("first" + Math.round(bytes / 1024) + "KiB", small);
        }
        row.bareDimension("message", collective.messageBytes());
        row.dimension("nodes", collective.group().nodeCount());
        row.dimension("ranksPerNode", collective.group().ranksPerNodeCount());
        row.feature("message.log2", RowWriter.log2(collective.messageBytes()));
        row.feature("perRank.log2", RowWriter.log2(collective.messageBytes() / ranks));
    }
}
