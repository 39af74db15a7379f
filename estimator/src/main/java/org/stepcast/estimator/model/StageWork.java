package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.stepcast.estimator.model.CollectiveUse.Purpose;

/**
 * What one rank of one pipeline stage does.
 *
 * @param chunks one for each virtual stage, in the order of the model
 */
public record StageWork(List<ChunkWork> chunks) {

    public StageWork {
        chunks = List.copyOf(chunks);
    }

    /** Transformer layers of the stage. */
    public long layerCount() {
        return chunks.stream().mapToLong(ChunkWork::layerCount).sum();
    }

    /** Of all chunks, run for every micro-batch. */
    public List<OperatorUse> operators() {
        List<OperatorUse> uses = new ArrayList<>();
        chunks.forEach(chunk -> chunk.operators().forEach(use -> ChunkWork.mergeOperator(uses, use)));
        return uses;
    }

    /** Of all chunks and purposes, run for every micro-batch. */
    public List<CollectiveUse> collectives() {
        List<CollectiveUse> uses = new ArrayList<>();
        chunks.forEach(chunk -> chunk.collectives().forEach(use -> ChunkWork.mergeCollective(uses, use)));
        return uses;
    }

    /** Collectives of one purpose. */
    public List<CollectiveUse> collectives(Purpose purpose) {
        return collectives().stream().filter(use -> use.purpose() == purpose).toList();
    }

    public List<CollectiveUse> tensorCollectives() {
        return collectives(Purpose.TENSOR);
    }

    /** Parameters that every data-parallel and context-parallel rank holds the same. */
    public ParameterCounts denseParameters() {
        return sum(ChunkWork::denseParameters);
    }

    /** Parameters of experts: every expert-data-parallel rank holds the same. */
    public ParameterCounts expertParameters() {
        return sum(ChunkWork::expertParameters);
    }

    /** Parameters that the rank holds. */
    public long parameterCount() {
        return denseParameters().plus(expertParameters()).count();
    }

    /** Tensors that they lie in. */
    public long tensorCount() {
        return denseParameters().plus(expertParameters()).tensorCount();
    }

    /** Parameters of the largest of them. */
    public long largestTensorParameterCount() {
        return denseParameters().plus(expertParameters()).largestTensorParameterCount();
    }

    private ParameterCounts sum(Function<ChunkWork, ParameterCounts> part) {
        ParameterCounts total = ParameterCounts.NONE;
        for (ChunkWork chunk : chunks) {
            total = total.plus(part.apply(chunk));
        }
        return total;
    }
}
