package org.stepcast.estimator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formula equals the simulation, wherever its conditions hold. */
class ClosedFormTest {

    private static final double RELATIVE = 1e-9;

    /** Equal parts without transfers. */
    record Equal(StageTimes part, int stageCount, int chunkCount, int microBatchCount) {

        double simulatedMicros(PipelineSchedule schedule) {
            List<StageTimes> parts = Collections.nCopies(stageCount * schedule.chunkCount(), part);
            return PipelineSimulation.run(schedule, parts, microBatchCount).makespanMicros();
        }

        Equal withMicroBatches(int count) {
            return new Equal(part, stageCount, chunkCount, count);
        }
    }

    static Stream<Equal> equalParts() {
        Random random = new Random(11);
        return IntStream.range(0, 200).mapToObj(index -> {
            double forward = 1 + 9 * random.nextDouble();
            double input = 1 + 9 * random.nextDouble();
            double weight = Math.min(forward, input) * random.nextDouble();
            return new Equal(
                    new StageTimes(forward, input, weight, 0, 0),
                    1 + random.nextInt(16),
                    1 + random.nextInt(5),
                    1 + random.nextInt(40));
        });
    }

    static Stream<Pipeline> wavePipelines() {
        return Pipeline.random().filter(pipeline -> pipeline.schedule() instanceof AllForwardAllBackward);
    }

    private static void assertSame(double simulatedMicros, double closedMicros) {
        assertThat(simulatedMicros).isCloseTo(closedMicros, within(RELATIVE * closedMicros));
    }

    @ParameterizedTest
    @MethodSource("equalParts")
    void equalStagesTakeOneMoreSlotForEachOtherStage(Equal equal) {
        double closed = ClosedForm.equalStagesMicros(equal.part(), equal.stageCount(), equal.microBatchCount());

        assertSame(equal.simulatedMicros(new OneForwardOneBackward()), closed);
        assertSame(equal.simulatedMicros(new AllForwardAllBackward()), closed);
    }

    @ParameterizedTest
    @MethodSource("equalParts")
    void theLeastTimeOfEqualStagesIsTheirTime(Equal equal) {
        PipelineSchedule schedule = new OneForwardOneBackward();
        List<StageTimes> parts = Collections.nCopies(equal.stageCount(), equal.part());

        assertSame(
                LeastTime.micros(schedule, parts, equal.microBatchCount()),
                ClosedForm.equalStagesMicros(equal.part(), equal.stageCount(), equal.microBatchCount()));
    }

    @ParameterizedTest
    @MethodSource("equalParts")
    void chunksDivideTheRampOfInterleavedStages(Equal equal) {
        Equal whole = equal.withMicroBatches(equal.stageCount() * (1 + equal.microBatchCount() / 8));

        assertSame(
                whole.simulatedMicros(new InterleavedOneForwardOneBackward(whole.chunkCount())),
                ClosedForm.interleavedMicros(
                        whole.part(), whole.chunkCount(), whole.stageCount(), whole.microBatchCount()));
    }

    @ParameterizedTest
    @MethodSource("equalParts")
    void weightGradientsFillTheBubble(Equal equal) {
        Equal full = equal.withMicroBatches(equal.stageCount() + equal.microBatchCount());

        assertSame(
                full.simulatedMicros(new ZeroBubble()),
                ClosedForm.zeroBubbleMicros(full.part(), full.stageCount(), full.microBatchCount()));
    }

    @ParameterizedTest
    @MethodSource("wavePipelines")
    void wavesMoveAtThePaceOfTheSlowestStage(Pipeline pipeline) {
        assertSame(
                pipeline.makespanMicros(),
                ClosedForm.allForwardAllBackwardMicros(pipeline.parts(), pipeline.microBatchCount()));
    }
}
