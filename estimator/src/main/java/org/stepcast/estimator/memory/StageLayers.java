package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.model.BlockWork;
import org.stepcast.estimator.model.StageWork;

/**
 * The layers of one pipeline stage.
 *
 * @param stage counted from 0
 * @param runs its layers, those of a kind together
 * @param first whether it has the embedding
 * @param last whether it has the output layer
 */
record StageLayers(int stage, StageWork work, List<Run> runs, boolean first, boolean last) {

    StageLayers {
        runs = List.copyOf(runs);
    }

    /** Layers of one kind. */
    record Run(LayerMemory memory, long layerCount) {}

    /** @param kinds every kind of layer that the model has */
    static StageLayers of(StageWork work, int stage, int stageCount, List<LayerMemory> kinds) {
        List<BlockWork> blocks =
                work.chunks().stream().flatMap(chunk -> chunk.blocks().stream()).toList();
        List<Run> runs = new ArrayList<>();
        for (LayerMemory memory : kinds) {
            long count = blocks.stream()
                    .filter(block -> block.kind() == memory.kind().kind())
                    .mapToLong(BlockWork::count)
                    .sum();
            if (count > 0) {
                runs.add(new Run(memory, count));
            }
        }
        return new StageLayers(stage, work, runs, stage == 0, stage == stageCount - 1);
    }
}
