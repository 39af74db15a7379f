package org.stepcast.estimator.model;

import org.stepcast.core.operator.GroupShape;
import org.stepcast.estimator.config.ParallelPlan;

/**
 * Where ranks lie. Ranks are numbered tensor innermost, then data, then pipeline, and fill one node after the other; so
 * frameworks of the Megatron and DeepSpeed families place them. Source: Megatron-LM core/parallel_state.py, order
 * "tp-cp-ep-dp-pp".
 *
 * @param deviceCountPerNode devices that the job uses on each node
 */
public record Placement(ParallelPlan plan, long deviceCountPerNode) {

    /** Ranks that hold the parts of one layer. */
    public GroupShape tensorGroup() {
        return groupOf(plan.tensorSize(), 1);
    }

    /** Ranks that hold the same parameters. */
    public GroupShape dataGroup() {
        return groupOf(plan.dataSize(), plan.tensorSize());
    }

    /**
     * The two ranks that pass activations from {@code stage} to the next.
     *
     * @param stage counted from 0
     */
    public GroupShape pipelineNeighbours(int stage) {
        long stride = plan.tensorSize() * plan.dataSize();
        boolean crossesNodes = false;
        for (long rank = stage * stride; rank < (stage + 1) * stride; rank++) {
            crossesNodes |= rank / deviceCountPerNode != (rank + stride) / deviceCountPerNode;
        }
        return crossesNodes ? new GroupShape(2, 1) : new GroupShape(1, 2);
    }

    /** A group of {@code size} ranks whose numbers are {@code stride} apart. */
    private GroupShape groupOf(long size, long stride) {
        long perNode = Math.max(1, Math.min(size, deviceCountPerNode / stride));
        return new GroupShape(Math.ceilDiv(size, perNode), perNode);
    }
}
