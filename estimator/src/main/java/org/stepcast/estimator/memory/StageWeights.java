package org.stepcast.estimator.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Positions.Learned;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.memory.Matrix.Owner;
import org.stepcast.estimator.memory.StageLayers.Run;

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
        long table = setting.vocabularyCount() * setting.model().hiddenSize();
        long embedding = layers.first() ? embeddingCount(setting, table) : 0;
        long head = layers.last() ? headCount(setting, layers, table) : 0;
        List<Matrix> shapes = shapes(layers);
        long outputs = layers.last() ? table : 0;
        return new StageWeights(
                sum(layers, Owner.DENSE) + embedding + head,
                sum(layers, Owner.EXPERT),
                layers.runs().stream()
                        .mapToLong(run -> run.memory().weights().count())
                        .max()
                        .orElse(0),
                embedding,
                head,
                outputs + shapes.stream().mapToLong(Matrix::elementCount).sum(),
                Math.max(
                        outputs,
                        shapes.stream().mapToLong(Matrix::elementCount).max().orElse(0)));
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

    private static long embeddingCount(Setting setting, long table) {
        Architecture model = setting.model();
        long positions = model.positions() instanceof Learned learned ? learned.rowCount() : 0;
        return table + positions * model.hiddenSize();
    }

    /** A shared table is a second copy on the last stage, and none where embedding and output layer are together. */
    private static long headCount(Setting setting, StageLayers layers, long table) {
        boolean shared = setting.model().embeddings() == Embeddings.TIED && layers.first();
        return (shared ? 0 : table) + LayerWeights.normCount(setting.model());
    }

    private static long sum(StageLayers layers, Owner owner) {
        return layers.runs().stream()
                .mapToLong(run -> run.layerCount() * run.memory().weights().count(owner))
                .sum();
    }

    private static List<Matrix> shapes(StageLayers layers) {
        record Shape(long inputSize, long outputSize) {}
        Set<Shape> seen = new HashSet<>();
        Stream<Matrix> matrices =
                layers.runs().stream().map(Run::memory).flatMap(memory -> memory.weights().matrices().stream());
        return matrices.filter(matrix -> seen.add(new Shape(matrix.inputSize(), matrix.outputSize())))
                .toList();
    }
}
