package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one rank does for one visit of a micro-batch: layers that follow each other, and the tables before or after them.
 *
 * @param blocks in the order of the model
 */
public record ChunkWork(List<BlockWork> blocks) {

    public ChunkWork {
        blocks = List.copyOf(blocks);
    }

    /** Transformer layers. */
    public long layerCount() {
        return blocks.stream().mapToLong(BlockWork::layerCount).sum();
    }

    /** Of all blocks; equal operators in equal places are counted together. */
    public List<OperatorUse> operators() {
        List<OperatorUse> uses = new ArrayList<>();
        for (BlockWork block : blocks) {
            block.operators().forEach(use -> mergeOperator(uses, use.times(block.count())));
        }
        return uses;
    }

    /** Of all blocks; equal collectives in equal places are counted together. */
    public List<CollectiveUse> collectives() {
        List<CollectiveUse> uses = new ArrayList<>();
        for (BlockWork block : blocks) {
            block.collectives().forEach(use -> mergeCollective(uses, use.times(block.count())));
        }
        return uses;
    }

    /** Parameters that every data-parallel and context-parallel rank holds the same. */
    public ParameterCounts denseParameters() {
        return sum(BlockWork::denseParameters);
    }

    /** Parameters that every expert-data-parallel rank holds the same. */
    public ParameterCounts expertParameters() {
        return sum(BlockWork::expertParameters);
    }

    private ParameterCounts sum(Function<BlockWork, ParameterCounts> part) {
        ParameterCounts total = ParameterCounts.NONE;
        for (BlockWork block : blocks) {
            total = total.plus(part.apply(block).times(block.count()));
        }
        return total;
    }

    static void mergeOperator(List<OperatorUse> uses, OperatorUse added) {
        for (int i = 0; i < uses.size(); i++) {
            if (uses.get(i).isLike(added)) {
                uses.set(i, uses.get(i).plus(added));
                return;
            }
        }
        uses.add(added);
    }

    static void mergeCollective(List<CollectiveUse> uses, CollectiveUse added) {
        for (int i = 0; i < uses.size(); i++) {
            if (uses.get(i).isLike(added)) {
                uses.set(i, uses.get(i).plus(added));
                return;
            }
        }
        uses.add(added);
    }
}
