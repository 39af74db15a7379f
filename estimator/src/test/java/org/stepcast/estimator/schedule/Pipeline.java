package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a simulation takes, for laws that hold on any pipeline. */
record Pipeline(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {

    /** Seeded pipelines with uneven parts and transfers, each with every schedule. */
    static Stream<Pipeline> random() {
        Random random = new Random(7);
        return IntStream.range(0, 60).boxed().flatMap(index -> {
            int stageCount = 1 + random.nextInt(8);
            int microBatchCount = 1 + random.nextInt(24);
            int chunkCount = 1 + random.nextInt(4);
            List<StageTimes> parts = randomParts(random, stageCount * chunkCount);
            List<StageTimes> stages = parts.subList(0, stageCount);
            return Stream.of(
                    new Pipeline(new AllForwardAllBackward(), stages, microBatchCount),
                    new Pipeline(new OneForwardOneBackward(), stages, microBatchCount),
                    new Pipeline(new ZeroBubble(), stages, microBatchCount),
                    new Pipeline(
                            new InterleavedOneForwardOneBackward(chunkCount),
                            parts,
                            stageCount * (1 + random.nextInt(5))));
        });
    }

    private static List<StageTimes> randomParts(Random random, int count) {
        List<StageTimes> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new StageTimes(
                    1 + 9 * random.nextDouble(),
                    1 + 9 * random.nextDouble(),
                    9 * random.nextDouble(),
                    4 * random.nextDouble(),
                    4 * random.nextDouble()));
        }
        return parts;
    }

    PipelineRun run() {
        return PipelineSimulation.run(schedule, parts, microBatchCount);
    }

    double makespanMicros() {
        return run().makespanMicros();
    }

    int stageCount() {
        return parts.size() / schedule.chunkCount();
    }

    /** The same pipeline with one part changed. */
    Pipeline with(int part, UnaryOperator<StageTimes> change) {
        List<StageTimes> changed = new ArrayList<>(parts);
        changed.set(part, change.apply(parts.get(part)));
        return new Pipeline(schedule, changed, microBatchCount);
    }

    /** The same pipeline with the next larger number of micro-batches that its schedule can run. */
    Pipeline withMoreMicroBatches() {
        int more = microBatchCount + 1;
        while (schedule.refusal(stageCount(), more).isPresent()) {
            more++;
        }
        return new Pipeline(schedule, parts, more);
    }
}
