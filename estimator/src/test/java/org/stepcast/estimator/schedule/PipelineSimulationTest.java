package org.stepcast.estimator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.schedule.Task.Kind;

class PipelineSimulationTest {

    private static final StageTimes STAGE = new StageTimes(10, 20, 0);
    private static final StageTimes SPLIT_STAGE = new StageTimes(10, 10, 10, 0, 0);

    private static double makespanMicros(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {
        return PipelineSimulation.run(schedule, parts, microBatchCount).makespanMicros();
    }

    /** The tasks of a stage as F0 F1 B0 …; chunks as letters where there are several. */
    private static String order(PipelineSchedule schedule, int stage, int stageCount, int microBatchCount) {
        return schedule.tasks(stage, stageCount, microBatchCount).stream()
                .map(task -> letter(task.kind())
                        + (schedule.chunkCount() == 1 ? "" : "abcdef".substring(task.chunk(), task.chunk() + 1))
                        + task.microBatch())
                .collect(Collectors.joining(" "));
    }

    private static String letter(Kind kind) {
        return switch (kind) {
            case FORWARD -> "F";
            case BACKWARD -> "B";
            case INPUT_GRADIENT -> "I";
            case WEIGHT_GRADIENT -> "W";
        };
    }

    @Test
    void schedulesOrderTasksAsTheirPapersDo() {
        assertThat(order(new AllForwardAllBackward(), 0, 2, 3)).isEqualTo("F0 F1 F2 B0 B1 B2");
        assertThat(order(new OneForwardOneBackward(), 0, 3, 4)).isEqualTo("F0 F1 F2 B0 F3 B1 B2 B3");
        assertThat(order(new InterleavedOneForwardOneBackward(2), 0, 2, 4))
                .isEqualTo("Fa0 Fa1 Fb0 Fb1 Fa2 Bb0 Fa3 Bb1 Fb2 Ba0 Fb3 Ba1 Bb2 Bb3 Ba2 Ba3");
        assertThat(order(new InterleavedOneForwardOneBackward(2), 1, 2, 2))
                .isEqualTo("Fa0 Fa1 Fb0 Bb0 Fb1 Bb1 Ba0 Ba1");
        assertThat(order(new ZeroBubble(), 0, 3, 4)).isEqualTo("F0 F1 F2 I0 W0 F3 I1 W1 I2 W2 I3 W3");
        assertThat(order(new ZeroBubble(), 2, 3, 4)).isEqualTo("F0 I0 F1 I1 F2 I2 W0 F3 I3 W1 W2 W3");
    }

    @Test
    void bubbleVanishesForOneStage() {
        assertThat(makespanMicros(new AllForwardAllBackward(), List.of(STAGE), 8))
                .isEqualTo(8 * 30.0);
        assertThat(makespanMicros(new OneForwardOneBackward(), List.of(STAGE), 8))
                .isEqualTo(8 * 30.0);
        assertThat(makespanMicros(new InterleavedOneForwardOneBackward(3), Collections.nCopies(3, STAGE), 8))
                .isEqualTo(8 * 3 * 30.0);
        assertThat(makespanMicros(new ZeroBubble(), List.of(SPLIT_STAGE), 8)).isEqualTo(8 * 30.0);
    }

    @Test
    void zeroBubbleCutsTheBubbleOfEqualPassesToAThird() {
        List<StageTimes> stages = Collections.nCopies(4, SPLIT_STAGE);

        assertThat(makespanMicros(new OneForwardOneBackward(), stages, 8)).isEqualTo(8 * 30.0 + 3 * 30);
        assertThat(makespanMicros(new ZeroBubble(), stages, 8)).isEqualTo(8 * 30.0 + 3 * 10);
    }

    @Test
    void transfersOfOneMicroBatchAreFullyExposed() {
        List<StageTimes> stages = List.of(new StageTimes(10, 20, 0, 3, 5), STAGE);

        assertThat(makespanMicros(new OneForwardOneBackward(), stages, 1)).isEqualTo(10 + 3 + 10 + 20 + 5 + 20);
    }

    @Test
    void chunksSendFromTheLastStageBackToTheFirst() {
        StageTimes sending = new StageTimes(10, 20, 0, 3, 5);
        List<StageTimes> chunks = List.of(sending, sending, sending, STAGE);

        double there = 4 * 10 + 3 * 3;
        double back = 4 * 20 + 3 * 5;
        assertThat(makespanMicros(new InterleavedOneForwardOneBackward(4), chunks, 1))
                .isEqualTo(there + back);
    }

    @Test
    void theBusyTimeOfAStageCountsAllItsChunks() {
        List<StageTimes> chunks = List.of(STAGE, new StageTimes(1, 2, 0), STAGE, new StageTimes(3, 4, 0));
        PipelineRun run = PipelineSimulation.run(new InterleavedOneForwardOneBackward(2), chunks, 6);

        assertThat(run.busyMicros(0)).isEqualTo(6 * (30.0 + 30));
        assertThat(run.busyMicros(1)).isEqualTo(6 * (3.0 + 7));
        assertThat(run.waitingMicros(1)).isEqualTo(run.endMicros().get(1) - 6 * 10);
    }

    @Test
    void interleavedStagesRefuseMicroBatchesThatDoNotDivide() {
        assertThatThrownBy(() -> PipelineSimulation.run(
                        new InterleavedOneForwardOneBackward(2), Collections.nCopies(8, STAGE), 10))
                .isInstanceOf(NotCoveredException.class)
                .hasMessage(
                        "interleaved_1f1b needs a number of micro-batches (10) that is a multiple of the stages (4),"
                                + " as in Megatron-LM.");
    }

    @Test
    void pipelinesWithoutMicroBatchesOrWithHalfAChunkAreRefused() {
        assertThatThrownBy(() -> PipelineSimulation.run(new OneForwardOneBackward(), List.of(STAGE), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0 and 1");
        assertThatThrownBy(() -> PipelineSimulation.run(
                        new InterleavedOneForwardOneBackward(2), Collections.nCopies(3, STAGE), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 3 and 3");
    }
}
