package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.ParallelPlan.Table;
import org.stepcast.estimator.config.TrainingConfig;

/** How many transformer layers each chunk of the model gets; always all of them, none twice. */
final class LayerSplit {

    /** GPT-NeoX's pipeline list has an embedding and a reshaping entry before the layers … */
    private static final long NEOX_ENTRIES_BEFORE = 2;

    /** … and a reshaping entry, a norm and the output layer after them. */
    private static final long NEOX_ENTRIES_AFTER = 3;

    private LayerSplit() {}

    /**
     * Layers of each chunk, in the order of the model: chunk c is on stage c modulo the stages.
     *
     * <p>GPT-NeoX divides its whole pipeline list evenly (source: DeepSpeed partition_uniform over GPT2ModelPipe's specs),
     * so that its first and last stage get fewer layers; others divide the layers, and Megatron-LM counts the embedding
     * and the output layer as one each if asked (source: its options --account-for-embedding-in-pipeline-split and
     * --account-for-loss-in-pipeline-split).
     */
    static List<Long> layers(TrainingConfig config) {
        ParallelPlan plan = config.parallel();
        long layers = config.model().layerCount();
        long chunks = plan.pipelineSize() * plan.virtualStageCount();
        return switch (plan.stageSplit()) {
            case StageSplit.Given given -> given.layerCounts();
            case StageSplit.Even even -> {
                boolean neox = config.framework().name() == FrameworkName.GPT_NEOX && chunks > 1;
                boolean plain = even.countedAsLayers().isEmpty();
                long before = neox && plain ? NEOX_ENTRIES_BEFORE : countOf(even, Table.EMBEDDING);
                long after = neox && plain ? NEOX_ENTRIES_AFTER : countOf(even, Table.OUTPUT_LAYER);
                yield around(before, layers, after, chunks);
            }
        };
    }

    private static long countOf(StageSplit.Even split, Table table) {
        return split.countedAsLayers().contains(table) ? 1 : 0;
    }

    /** Divides all entries evenly; the layers alone where the outer chunks have no room for the others. */
    private static List<Long> around(long before, long layers, long after, long chunks) {
        List<Long> entries = evenly(before + layers + after, chunks);
        boolean fits = chunks > 1 && entries.getFirst() >= before && entries.getLast() >= after;
        if (!fits) {
            return List.copyOf(evenly(layers, chunks));
        }
        entries.set(0, entries.getFirst() - before);
        entries.set(entries.size() - 1, entries.getLast() - after);
        return List.copyOf(entries);
    }

    /** The first parts get what does not divide. */
    private static List<Long> evenly(long total, long partCount) {
        List<Long> parts = new ArrayList<>();
        for (long part = 0; part < partCount; part++) {
            parts.add(total / partCount + (part < total % partCount ? 1 : 0));
        }
        return parts;
    }
}
