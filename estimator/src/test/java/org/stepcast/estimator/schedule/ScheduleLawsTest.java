package org.stepcast.estimator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.schedule.PipelineRun.Slice;
import org.stepcast.estimator.schedule.Task.Kind;

/** What holds for every schedule on any pipeline. */
class ScheduleLawsTest {

    private static final double EPSILON = 1e-9;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** Ways to make one part slower. */
    private static final List<UnaryOperator<StageTimes>> DELAYS = List.of(
            times -> longer(times, 3, 0, 0, 0, 0),
            times -> longer(times, 0, 3, 0, 0, 0),
            times -> longer(times, 0, 0, 3, 0, 0),
            times -> longer(times, 0, 0, 0, 3, 0),
            times -> longer(times, 0, 0, 0, 0, 3));

    private static StageTimes longer(
            StageTimes times, double forward, double input, double weight, double there, double back) {
        return new StageTimes(
                times.forwardMicros() + forward,
                times.inputGradientMicros() + input,
                times.weightGradientMicros() + weight,
                times.forwardTransferMicros() + there,
                times.backwardTransferMicros() + back);
    }

    static Stream<Pipeline> pipelines() {
        return Pipeline.random();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void noScheduleIsFasterThanItsBusiestStageOrOneMicroBatchAlone(Pipeline pipeline) {
        PipelineRun run = pipeline.run();

        double busiest = IntStream.range(0, pipeline.stageCount())
                .mapToDouble(run::busyMicros)
                .max()
                .orElseThrow();
        assertThat(run.makespanMicros()).isGreaterThanOrEqualTo(Math.max(busiest, alone(pipeline)) - EPSILON);
        assertThat(run.bubbleFraction()).isBetween(-EPSILON, 1.0);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void noRunStaysUnderTheLeastTime(Pipeline pipeline) {
        assertThat(LeastTime.micros(pipeline.schedule(), pipeline.parts(), pipeline.microBatchCount()))
                .isLessThanOrEqualTo(pipeline.makespanMicros() + EPSILON);
    }

    /** Everything that one micro-batch has to wait for; a weight gradient can run beside other stages. */
    private static double alone(Pipeline pipeline) {
        double micros = 0;
        for (StageTimes part : pipeline.parts()) {
            boolean split = pipeline.schedule() instanceof ZeroBubble;
            micros += split ? part.forwardMicros() + part.inputGradientMicros() : part.busyMicros();
            micros += part.forwardTransferMicros() + part.backwardTransferMicros();
        }
        StageTimes last = pipeline.parts().getLast();
        return micros - last.forwardTransferMicros() - last.backwardTransferMicros();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void slowerPartsAndTransfersNeverEndEarlier(Pipeline pipeline) {
        double before = pipeline.makespanMicros();

        for (int part = 0; part < pipeline.parts().size(); part++) {
            for (UnaryOperator<StageTimes> delay : DELAYS) {
                assertThat(pipeline.with(part, delay).makespanMicros()).isGreaterThanOrEqualTo(before - EPSILON);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void moreMicroBatchesNeverGrowTheBubblesShare(Pipeline pipeline) {
        assertThat(pipeline.withMoreMicroBatches().run().bubbleFraction())
                .isLessThanOrEqualTo(pipeline.run().bubbleFraction() + EPSILON);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void slicesOfAStageFollowEachOtherAndEndWithTheRun(Pipeline pipeline) {
        PipelineRun run = pipeline.run();

        Map<Integer, Double> free = new HashMap<>();
        for (Slice slice : run.slices()) {
            assertThat(slice.startMicros()).isGreaterThanOrEqualTo(free.getOrDefault(slice.stage(), 0.0));
            free.put(slice.stage(), slice.endMicros());
        }
        assertThat(List.copyOf(free.values())).isEqualTo(run.endMicros());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void everyTaskRunsOnceAndAfterWhatItNeeds(Pipeline pipeline) {
        PipelineRun run = pipeline.run();
        Map<List<Integer>, Double> forward = new HashMap<>();
        Map<List<Integer>, Double> gradient = new HashMap<>();
        Map<List<Integer>, Double> weight = new HashMap<>();
        for (Slice slice : run.slices()) {
            Map<List<Integer>, Double> ends = slice.task().kind() == Kind.FORWARD
                    ? forward
                    : slice.task().kind() == Kind.WEIGHT_GRADIENT ? weight : gradient;
            assertThat(ends.put(key(run, slice, 0), slice.endMicros())).isNull();
        }

        int expected = pipeline.parts().size() * pipeline.microBatchCount();
        assertThat(forward).hasSize(expected);
        assertThat(gradient).hasSize(expected);
        assertThat(weight).hasSize(pipeline.schedule() instanceof ZeroBubble ? expected : 0);
        run.slices()
                .forEach(slice -> assertThat(slice.startMicros())
                        .isGreaterThanOrEqualTo(readyMicros(run, slice, forward, gradient)));
    }

    private static double readyMicros(
            PipelineRun run, Slice slice, Map<List<Integer>, Double> forward, Map<List<Integer>, Double> gradient) {
        int part = run.part(slice.stage(), slice.task().chunk());
        boolean last = part == run.parts().size() - 1;
        return switch (slice.task().kind()) {
            case FORWARD ->
                part == 0
                        ? 0
                        : forward.getOrDefault(key(run, slice, -1), NEVER)
                                + run.parts().get(part - 1).forwardTransferMicros();
            case BACKWARD, INPUT_GRADIENT ->
                last
                        ? forward.getOrDefault(key(run, slice, 0), NEVER)
                        : gradient.getOrDefault(key(run, slice, 1), NEVER)
                                + run.parts().get(part).backwardTransferMicros();
            case WEIGHT_GRADIENT -> gradient.getOrDefault(key(run, slice, 0), NEVER);
        };
    }

    private static List<Integer> key(PipelineRun run, Slice slice, int further) {
        return List.of(
                run.part(slice.stage(), slice.task().chunk()) + further,
                slice.task().microBatch());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void stagesHoldAsManyMicroBatchesAsTheScheduleSays(Pipeline pipeline) {
        List<Slice> slices = pipeline.run().slices();

        for (int stage = 0; stage < pipeline.stageCount(); stage++) {
            int own = stage;
            List<Slice> inOrder = slices.stream()
                    .filter(slice -> slice.stage() == own)
                    .sorted(Comparator.comparingDouble(Slice::startMicros))
                    .toList();
            assertThat(pipeline.schedule().peakInFlight(stage, pipeline.stageCount(), pipeline.microBatchCount()))
                    .isEqualTo(peak(inOrder, pipeline.schedule()));
        }
    }

    private static int peak(List<Slice> slices, PipelineSchedule schedule) {
        Kind releasing = schedule instanceof ZeroBubble ? Kind.WEIGHT_GRADIENT : Kind.BACKWARD;
        int held = 0;
        int peak = 0;
        for (Slice slice : slices) {
            held += slice.task().kind() == Kind.FORWARD ? 1 : 0;
            peak = Math.max(peak, held);
            held -= slice.task().kind() == releasing ? 1 : 0;
        }
        return peak;
    }
}
