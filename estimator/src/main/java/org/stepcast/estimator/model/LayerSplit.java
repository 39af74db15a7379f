package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Framework.FrameworkName;

/** How many transformer layers each pipeline stage gets; always all of them, none twice. */
final class LayerSplit {

    /** GPT-NeoX's pipeline list has an embedding and a reshaping entry before the layers … */
    private static final long NEOX_ENTRIES_BEFORE = 2;

    /** … and a reshaping entry, a norm and the output layer after them. */
    private static final long NEOX_ENTRIES_AFTER = 3;

    private LayerSplit() {}

    /**
     * Layers of each stage. GPT-NeoX divides its whole pipeline list evenly (source: DeepSpeed partition_uniform over
     * GPT2ModelPipe's specs), so that its first and last stage get fewer layers; others divide the layers.
     */
    static List<Long> layers(FrameworkName framework, long layerCount, long stageCount) {
        if (framework == FrameworkName.GPT_NEOX && stageCount > 1) {
            List<Long> entries = evenly(layerCount + NEOX_ENTRIES_BEFORE + NEOX_ENTRIES_AFTER, stageCount);
            long first = entries.getFirst() - NEOX_ENTRIES_BEFORE;
            long last = entries.getLast() - NEOX_ENTRIES_AFTER;
            if (first >= 0 && last >= 0) {
                entries.set(0, first);
                entries.set(entries.size() - 1, last);
                return List.copyOf(entries);
            }
        }
        return List.copyOf(evenly(layerCount, stageCount));
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
