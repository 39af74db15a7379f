package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.stepcast.estimator.config.Experts;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/**
 * The model as the plan divides it: what each pipeline stage does.
 *
 * @param stages in the order of the pipeline
 */
public record ModelGraph(TrainingConfig config, List<StageWork> stages, Placement placement) {

    public ModelGraph {
        stages = List.copyOf(stages);
    }

    /** Divides the model of {@code config} by its plan. */
    public static ModelGraph of(TrainingConfig config) {
        Placement placement = new Placement(config.parallel(), deviceCountPerNode(config));
        List<ChunkWork> chunks = new Builder(config, placement).chunks();
        int stageCount = Math.toIntExact(config.parallel().pipelineSize());
        List<StageWork> stages = new ArrayList<>();
        for (int stage = 0; stage < stageCount; stage++) {
            List<ChunkWork> ofStage = new ArrayList<>();
            for (int chunk = stage; chunk < chunks.size(); chunk += stageCount) {
                ofStage.add(chunks.get(chunk));
            }
            stages.add(new StageWork(ofStage));
        }
        return new ModelGraph(config, stages, placement);
    }

    private static long deviceCountPerNode(TrainingConfig config) {
        long perNode = config.published().map(job -> job.deviceCountPerNode()).orElse((long)
                config.cluster().node().deviceCount());
        return Math.min(perNode, config.deviceCount());
    }

    /** Layers of each chunk, in the order of the model: chunk c is on stage c modulo the stages. */
    public static List<Long> layerCounts(TrainingConfig config) {
        return LayerSplit.layers(config);
    }

    /** Parameters of the table of which the first and the last stage hold a copy each, and add up their gradients. */
    public OptionalLong copiedTableParameterCount() {
        boolean copied = config.model().embeddings() == Embeddings.TIED
                && config.parallel().pipelineSize() > 1;
        return copied
                ? OptionalLong.of(new TableBlocks(config, RankShape.of(config), placement)
                        .table()
                        .count())
                : OptionalLong.empty();
    }

    /** Lines up equal layers, chunk by chunk. */
    private static final class Builder {

        private final TrainingConfig config;
        private final RankShape shape;
        private final Placement placement;

        Builder(TrainingConfig config, Placement placement) {
            this.config = config;
            this.shape = RankShape.of(config);
            this.placement = placement;
        }

        List<ChunkWork> chunks() {
            List<Long> counts = LayerSplit.layers(config);
            LayerBlocks layers = new LayerBlocks(config, shape, placement);
            BlockWork dense = layers.dense();
            BlockWork sparse = config.model().experts() instanceof Mixture mixture ? layers.sparse(mixture) : dense;
            TableBlocks tables = new TableBlocks(config, shape, placement);
            List<ChunkWork> chunks = new ArrayList<>();
            long firstLayer = 0;
            for (int chunk = 0; chunk < counts.size(); chunk++) {
                List<BlockWork> blocks = new ArrayList<>();
                if (chunk == 0) {
                    blocks.add(tables.embedding());
                }
                addLayers(blocks, firstLayer, counts.get(chunk), dense, sparse);
                firstLayer += counts.get(chunk);
                if (chunk == counts.size() - 1) {
                    blocks.add(tables.outputLayer());
                }
                chunks.add(new ChunkWork(blocks));
            }
            return chunks;
        }

        private void addLayers(List<BlockWork> blocks, long first, long count, BlockWork dense, BlockWork sparse) {
            Experts experts = config.model().experts();
            long layer = first;
            while (layer < first + count) {
                boolean standIn = experts.standIn(layer);
                long end = layer + 1;
                while (end < first + count && experts.standIn(end) == standIn) {
                    end++;
                }
                blocks.add((standIn ? sparse : dense).withCount(end - layer));
                layer = end;
            }
        }
    }
}
