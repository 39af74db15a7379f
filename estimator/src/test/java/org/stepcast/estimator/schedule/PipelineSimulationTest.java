package org.stepcast.estimator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineSimulationTest {

    private static final StageTimes STAGE = new StageTimes(10, 20, 0);

    record Pipeline(List<StageTimes> stages, int microBatchCount) {}

    static Stream<Pipeline> randomPipelines() {
        Random random = new Random(7);
        return IntStream.range(0, 100)
                .mapToObj(index -> new Pipeline(randomStages(random, 1 + random.nextInt(9)), 1 + random.nextInt(24)));
    }

    private static List<StageTimes> randomStages(Random random, int stageCount) {
        List<StageTimes> stages = new ArrayList<>();
        for (int i = 0; i < stageCount; i++) {
            double transfer = i == stageCount - 1 ? 0 : 5 * random.nextDouble();
            stages.add(new StageTimes(1 + 9 * random.nextDouble(), 1 + 19 * random.nextDouble(), transfer));
        }
        return stages;
    }

    @Test
    void bubbleVanishesForOneStage() {
        PipelineRun run = PipelineSimulation.run(new OneForwardOneBackward(), List.of(STAGE), 8);

        assertThat(run.makespanMicros()).isEqualTo(8 * 30.0);
    }

    @Test
    void equalStagesTakeOneMoreSlotForEachOtherStage() {
        List<StageTimes> stages = Collections.nCopies(4, STAGE);

        double expected = (8 + 4 - 1) * 30.0;
        assertThat(PipelineSimulation.run(new OneForwardOneBackward(), stages, 8)
                        .makespanMicros())
                .isEqualTo(expected);
        assertThat(PipelineSimulation.run(new AllForwardAllBackward(), stages, 8)
                        .makespanMicros())
                .isEqualTo(expected);
        assertThat(ClosedForm.equalStagesMicros(STAGE, 4, 8)).isEqualTo(expected);
    }

    @Test
    void wavesMoveAtThePaceOfTheSlowestStage() {
        List<StageTimes> stages = List.of(new StageTimes(1, 2, 0), new StageTimes(2, 4, 0), new StageTimes(3, 5, 0));

        double forwardWave = 1 + 2 + 3 + 7 * 3;
        double backwardWave = 5 + 4 + 2 + 7 * 5;
        assertThat(PipelineSimulation.run(new AllForwardAllBackward(), stages, 8)
                        .makespanMicros())
                .isEqualTo(forwardWave + backwardWave);
    }

    @Test
    void transfersOfOneMicroBatchAreFullyExposed() {
        List<StageTimes> stages = List.of(new StageTimes(10, 20, 3), new StageTimes(10, 20, 0));

        assertThat(PipelineSimulation.run(new OneForwardOneBackward(), stages, 1)
                        .makespanMicros())
                .isEqualTo(10 + 3 + 10 + 20 + 3 + 20);
    }

    @ParameterizedTest
    @MethodSource("randomPipelines")
    void allForwardAllBackwardEqualsItsClosedForm(Pipeline pipeline) {
        double simulated = PipelineSimulation.run(
                        new AllForwardAllBackward(), pipeline.stages(), pipeline.microBatchCount())
                .makespanMicros();

        double closed = ClosedForm.allForwardAllBackwardMicros(pipeline.stages(), pipeline.microBatchCount());
        assertThat(simulated).isCloseTo(closed, within(1e-9 * closed));
    }

    @ParameterizedTest
    @MethodSource("randomPipelines")
    void noScheduleIsFasterThanItsBusiestStageOrOneMicroBatchAlone(Pipeline pipeline) {
        double busiest = pipeline.stages().stream()
                .mapToDouble(stage -> stage.busyMicros() * pipeline.microBatchCount())
                .max()
                .orElseThrow();
        double alone = pipeline.stages().stream()
                .mapToDouble(stage -> stage.busyMicros() + 2 * stage.transferMicros())
                .sum();
        for (PipelineSchedule schedule : List.of(new OneForwardOneBackward(), new AllForwardAllBackward())) {
            double makespan = PipelineSimulation.run(schedule, pipeline.stages(), pipeline.microBatchCount())
                    .makespanMicros();
            assertThat(makespan).isGreaterThanOrEqualTo(Math.max(busiest, alone) * (1 - 1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("randomPipelines")
    void slicesOfAStageNeverOverlap(Pipeline pipeline) {
        PipelineRun run =
                PipelineSimulation.run(new OneForwardOneBackward(), pipeline.stages(), pipeline.microBatchCount());

        for (int i = 1; i < run.slices().size(); i++) {
            var earlier = run.slices().get(i - 1);
            var later = run.slices().get(i);
            if (earlier.stage() == later.stage()) {
                assertThat(later.startMicros()).isGreaterThanOrEqualTo(earlier.endMicros());
            }
        }
    }

    @Test
    void pipelineWithoutMicroBatchIsRefused() {
        assertThatThrownBy(() -> PipelineSimulation.run(new OneForwardOneBackward(), List.of(STAGE), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 and 0");
    }
}
