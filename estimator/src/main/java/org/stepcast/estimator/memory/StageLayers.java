package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.stepcast.estimator.model.BlockWork;
import org.stepcast.estimator.model.BlockWork.Kind;
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

    /** Layers of the last chunk behind the last one of {@code kind}; none where it has none of that kind. */
    Map<Kind, Long> layersBehind(Kind kind) {
        List<BlockWork> blocks = work.chunks().getLast().blocks();
        Map<Kind, Long> behind = new EnumMap<>(Kind.class);
        for (BlockWork block : blocks.reversed()) {
            if (block.kind() == kind) {
                return behind;
            }
            behind.merge(block.kind(), block.count(), Long::sum);
        }
        return Map.of();
    }
}
