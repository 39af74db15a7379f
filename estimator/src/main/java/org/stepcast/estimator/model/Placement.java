package org.stepcast.estimator.model;

import org.stepcast.core.operator.GroupShape;
import org.stepcast.estimator.config.ParallelPlan;

/**
 * Where ranks lie. Ranks are numbered tensor innermost, then context, then data, then pipeline, and fill one node after
 * the other; for experts the ranks of a stage are numbered anew: expert-tensor innermost, then expert, then
 * expert-data. So frameworks of the Megatron and DeepSpeed families place them. Source: Megatron-LM
 * core/parallel_state.py, order "tp-cp-ep-dp-pp".
 *
 * @param deviceCountPerNode devices that the job uses on each node
 */
public record Placement(ParallelPlan plan, long deviceCountPerNode) {

    /** Ranks that hold the parts of one layer. */
    public GroupShape tensorGroup() {
        return groupOf(plan.tensorSize(), 1);
    }

    /** Ranks that hold the parts of one sequence. */
    public GroupShape contextGroup() {
        return groupOf(plan.contextSize(), plan.tensorSize());
    }

    /** The two ranks that pass keys and values on, at the slowest place of their ring. */
    public GroupShape contextNeighbours() {
        return contextGroup().nodeCount() > 1 ? new GroupShape(2, 1) : new GroupShape(1, 2);
    }

    /** Ranks that hold the same parameters, but for those of experts: they reduce gradients. */
    public GroupShape dataGroup() {
        return groupOf(plan.contextSize() * plan.dataSize(), plan.tensorSize());
    }

    /** Ranks that each expert is divided over. */
    public GroupShape expertTensorGroup() {
        return groupOf(plan.expertTensorSize(), 1);
    }

    /** Ranks that the experts of a layer are divided over: they send each other tokens. */
    public GroupShape expertGroup() {
        return groupOf(plan.expertSize(), plan.expertTensorSize());
    }

    /** Ranks that hold the same experts: they reduce the experts' gradients. */
    public GroupShape expertDataGroup() {
        return groupOf(expertDataSize(), plan.expertTensorSize() * plan.expertSize());
    }

    /** How many ranks hold the same experts. */
    public long expertDataSize() {
        return Math.max(1, stageSize() / (plan.expertTensorSize() * plan.expertSize()));
    }

    /** Ranks of one node that hold the same parameters: hybrid sharding divides parameters over them. */
    public GroupShape hybridShardGroup() {
        return new GroupShape(1, dataGroup().ranksPerNodeCount());
    }

    /** Ranks that hold the same share under hybrid sharding, one on each node. */
    public GroupShape hybridReplicaGroup() {
        return new GroupShape(dataGroup().nodeCount(), 1);
    }

    /** The first and the last stage, which both hold a tied table. */
    public GroupShape embeddingGroup() {
        long stages = plan.pipelineSize();
        boolean together = stages * stageSize() <= deviceCountPerNode;
        if (stages == 1) {
            return new GroupShape(1, 1);
        }
        return together ? new GroupShape(1, 2) : new GroupShape(2, 1);
    }

    /**
     * The two ranks that pass activations from {@code stage} to the next, and from the last to the first where stages
     * have several chunks.
     *
     * @param stage counted from 0
     */
    public GroupShape pipelineNeighbours(int stage) {
        long stride = stageSize();
        long next = (stage + 1) % plan.pipelineSize();
        boolean crossesNodes = false;
        for (long rank = 0; rank < stride; rank++) {
            crossesNodes |= (stage * stride + rank) / deviceCountPerNode != (next * stride + rank) / deviceCountPerNode;
        }
        return crossesNodes ? new GroupShape(2, 1) : new GroupShape(1, 2);
    }

    /** Ranks of a stage. */
    private long stageSize() {
        return plan.tensorSize() * plan.contextSize() * plan.dataSize();
    }

    /** A group of {@code size} ranks whose numbers are {@code stride} apart. */
    private GroupShape groupOf(long size, long stride) {
        long perNode = Math.max(1, Math.min(size, deviceCountPerNode / stride));
        return new GroupShape(Math.ceilDiv(size, perNode), perNode);
    }
}
