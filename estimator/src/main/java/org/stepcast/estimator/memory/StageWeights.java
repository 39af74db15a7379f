package org.stepcast.estimator.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stepcast.estimator.memory.Matrix.Owner;
import org.stepcast.estimator.model.BlockWork;
import org.stepcast.estimator.model.BlockWork.Kind;

/**
 * Parameters that one rank of a pipeline stage holds.
 *
 * @param denseCount that every data-parallel rank has, embedding and output layer included
 * @param expertCount of experts
 * @param unitCount of the largest layer
 * @param embeddingCount before the first layer
 * @param headCount after the last layer
 * @param shapeCount elements of all distinct shapes of matrices, each once
 * @param largestMatrixCount elements of the largest matrix
 */
record StageWeights(
        long denseCount,
        long expertCount,
        long unitCount,
        long embeddingCount,
        long headCount,
        long shapeCount,
        long largestMatrixCount) {

    static StageWeights of(Setting setting, StageLayers layers) {
        List<BlockWork> blocks = layers.work().chunks().stream()
                .flatMap(chunk -> chunk.blocks().stream())
                .toList();
        List<Matrix> shapes = shapes(layers);
        long outputs = layers.last() ? tableCount(setting) : 0;
        long largest = shapes.stream().mapToLong(Matrix::elementCount).max().orElse(0);
        return new StageWeights(
                blocks.stream()
                        .mapToLong(
                                block -> block.count() * block.denseParameters().count())
                        .sum(),
                blocks.stream()
                        .mapToLong(block ->
                                block.count() * block.expertParameters().count())
                        .sum(),
                blocks.stream()
                        .filter(block -> block.kind().isLayer())
                        .mapToLong(StageWeights::count)
                        .max()
                        .orElse(0),
                count(blocks, Kind.EMBEDDING),
                count(blocks, Kind.OUTPUT_LAYER),
                outputs + shapes.stream().mapToLong(Matrix::elementCount).sum(),
                Math.max(outputs, largest));
    }

    /** Elements of the rank's part of the vocabulary's table. */
    static long tableCount(Setting setting) {
        return setting.shape().vocabularyShardSize() * setting.model().hiddenSize();
    }

    long count() {
        return denseCount + expertCount;
    }

    long count(Owner owner) {
        return switch (owner) {
            case DENSE -> denseCount;
            case EXPERT -> expertCount;
        };
    }

    /** Parameters outside of the layers. */
    long rootCount() {
        return embeddingCount + headCount;
    }

    private static long count(BlockWork block) {
        return block.denseParameters().count() + block.expertParameters().count();
    }

    private static long count(List<BlockWork> blocks, Kind kind) {
        return blocks.stream()
                .filter(block -> block.kind() == kind)
                .mapToLong(StageWeights::count)
                .sum();
    }

    private static List<Matrix> shapes(StageLayers layers) {
        record Shape(long inputSize, long outputSize) {}
        Set<Shape> seen = new HashSet<>();
        return layers.runs().stream()
                .flatMap(run -> run.memory().matrices().stream())
                .filter(matrix -> seen.add(new Shape(matrix.inputSize(), matrix.outputSize())))
                .toList();
    }
}
