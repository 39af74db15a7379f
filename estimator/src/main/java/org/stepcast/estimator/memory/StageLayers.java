package org.stepcast.estimator.memory;

import java.util.List;

/**
 * The layers of one pipeline stage.
 *
 * @param stage counted from 0
 * @param runs its layers, those of a kind together
 * @param first whether it has the embedding
 * @param last whether it has the output layer
 */
record StageLayers(int stage, List<Run> runs, boolean first, boolean last) {

    StageLayers {
        runs = List.copyOf(runs);
    }

    /** Layers of one kind. */
    record Run(LayerMemory memory, long layerCount) {}

    long layerCount() {
        return runs.stream().mapToLong(Run::layerCount).sum();
    }
}
