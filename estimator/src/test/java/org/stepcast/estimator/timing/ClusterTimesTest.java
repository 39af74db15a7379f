package org.stepcast.estimator.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.stepcast.estimator.timing.TestClusters.cluster;
import static org.stepcast.estimator.timing.TestClusters.entry;
import static org.stepcast.estimator.timing.TestClusters.sampled;

import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.catalogue.CatalogueEntry;

final class ClusterTimesTest {

    private static final Gemm CUBE = cube(4096);
    private static final double CUBE_FLOPS = 2 * Math.pow(4096, 3);
    private static final Offset<Double> ROUNDING = within(1e-6);

    private static final Cluster H100 = cluster("H100");
    private static final Supplier<List<SampledCluster>> NO_OTHERS = List::of;

    private static final SampledCluster H100_AT_HALF_PEAK = sampled(H100, forward(CUBE, Precision.BF16, 2));

    @Test
    void samplesOfTheOperatorInterpolate() {
        OperatorTime time = ClusterTimes.of(H100_AT_HALF_PEAK, NO_OTHERS).time(CUBE, Pass.FORWARD, Precision.BF16);

        double micros = 2 * CUBE_FLOPS / 989e6;
        assertThat(time.micros().p50()).isEqualTo(micros, ROUNDING);
        assertThat(time.micros().p10()).isEqualTo(0.9 * micros, ROUNDING);
        assertThat(time.micros().p90()).isEqualTo(1.2 * micros, ROUNDING);
        assertThat(time.origin()).isEqualTo(Origin.INTERPOLATED);
        assertThat(time.reason()).isEmpty();
    }

    @Test
    void beyondTheSampledRangeTheTimeIsExtrapolatedAndLessCertain() {
        OperatorTime time =
                ClusterTimes.of(H100_AT_HALF_PEAK, NO_OTHERS).time(cube(16384), Pass.FORWARD, Precision.BF16);

        assertThat(time.origin()).isEqualTo(Origin.EXTRAPOLATED);
        assertThat(time.reason()).contains("m 16384 (sampled 2048 to 8192)");
        assertThat(time.micros().p90() / time.micros().p50()).isGreaterThan(1.2);
    }

    @Test
    void anotherFormatOfTheSameWidthRunsAlike() {
        ClusterTimes times = ClusterTimes.of(H100_AT_HALF_PEAK, NO_OTHERS);

        assertThat(times.time(CUBE, Pass.FORWARD, Precision.FP16))
                .isEqualTo(times.time(CUBE, Pass.FORWARD, Precision.BF16));
    }

    @Test
    void anotherWidthIsScaledByFigures() {
        OperatorTime time = ClusterTimes.of(H100_AT_HALF_PEAK, NO_OTHERS).time(CUBE, Pass.FORWARD, Precision.FP8);

        assertThat(time.micros().p50()).isEqualTo(2 * CUBE_FLOPS / 1979e6, ROUNDING);
        assertThat(time.origin()).isEqualTo(Origin.ANALYTIC);
        assertThat(time.reason()).contains("bf16");
    }

    @Test
    void bytesOfAnotherWidthAreStillBytes() {
        OptimizerStep step = new OptimizerStep(1 << 30, 100, 1 << 20);
        SampledCluster cluster = sampled(H100, entry(new Query(step, Pass.WHOLE, Precision.FP16), 2, "bytes"));
        ClusterTimes times = ClusterTimes.of(cluster, NO_OTHERS);

        OperatorTime half = times.time(step, Pass.WHOLE, Precision.FP16);
        OperatorTime full = times.time(step, Pass.WHOLE, Precision.FP32);

        assertThat(full.micros().p50()).isEqualTo(2 * half.micros().p50(), ROUNDING);
        assertThat(full.origin()).isEqualTo(Origin.INTERPOLATED);
    }

    @Test
    void backwardComesFromForwardAtTheRatioOfAClusterThatHasBoth() {
        Cluster gh200 = cluster("GH200");
        SampledCluster both = sampled(
                gh200,
                forward(CUBE, Precision.FP16, 1),
                entry(new Query(CUBE, Pass.BACKWARD, Precision.FP16), 0.9, "dataFlops", "weightFlops"));

        OperatorTime time =
                ClusterTimes.of(H100_AT_HALF_PEAK, () -> List.of(both)).time(CUBE, Pass.BACKWARD, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(0.9 * 2 * 2 * CUBE_FLOPS / 989e6, ROUNDING);
        assertThat(time.origin()).isEqualTo(Origin.ANALYTIC);
        assertThat(time.reason()).isEqualTo("from forward samples");
    }

    @Test
    void backwardWithoutAnyReferenceIsTwiceTheWork() {
        OperatorTime time = ClusterTimes.of(H100_AT_HALF_PEAK, NO_OTHERS).time(CUBE, Pass.BACKWARD, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(2 * 2 * CUBE_FLOPS / 989e6, ROUNDING);
    }

    @Test
    void aLikeOperatorIsScaledByWork() {
        Attention full = attention(AttentionMask.FULL);
        SampledCluster cluster = sampled(H100, entry(new Query(full, Pass.FORWARD, Precision.BF16), 3, "products128"));

        OperatorTime time =
                ClusterTimes.of(cluster, NO_OTHERS).time(attention(AttentionMask.CAUSAL), Pass.FORWARD, Precision.BF16);

        double fullFlops = 4.0 * 2 * 16 * 4096 * 4096 * 128;
        assertThat(time.micros().p50()).isEqualTo(3 * fullFlops / 2 / 989e6, ROUNDING);
        assertThat(time.reason()).isEqualTo("by work from attention_full");
    }

    @Test
    void withoutOwnSamplesTheNearestDevicesCountMost() {
        SampledCluster h200 = sampled(cluster("H200"), forward(CUBE, Precision.BF16, 2));
        SampledCluster b200 = sampled(cluster("B200"), forward(CUBE, Precision.BF16, 4));

        OperatorTime time =
                ClusterTimes.ofFigures(H100, () -> List.of(b200, h200)).time(CUBE, Pass.FORWARD, Precision.BF16);

        double near = DeviceDistance.weight(
                DeviceDistance.between(H100.device(), h200.cluster().device()));
        double far = DeviceDistance.weight(
                DeviceDistance.between(H100.device(), b200.cluster().device()));
        double logMean = (near * Math.log(2) + far * Math.log(4)) / (near + far);
        assertThat(time.micros().p50()).isEqualTo(Math.exp(logMean) * CUBE_FLOPS / 989e6, ROUNDING);
        assertThat(time.origin()).isEqualTo(Origin.ANALYTIC);
        assertThat(time.reason()).isEqualTo("from samples of H200, B200");
    }

    @Test
    void samplesOfTheSameDeviceLeaveOthersNothingToSay() {
        SampledCluster same = sampled(cluster("H100_sxm"), forward(CUBE, Precision.BF16, 2));
        SampledCluster b200 = sampled(cluster("B200"), forward(CUBE, Precision.BF16, 4));

        OperatorTime time =
                ClusterTimes.ofFigures(H100, () -> List.of(b200, same)).time(CUBE, Pass.FORWARD, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(2 * CUBE_FLOPS / 989e6, ROUNDING);
    }

    @Test
    void ofEqualDevicesTheOneSampledInTheAskedFormatAnswers() {
        SampledCluster other = sampled(cluster("H100_sxm"), forward(CUBE, Precision.FP16, 2));
        SampledCluster asked = sampled(cluster("H100-SXM5-80GB"), forward(CUBE, Precision.BF16, 3));

        OperatorTime time =
                ClusterTimes.ofFigures(H100, () -> List.of(other, asked)).time(CUBE, Pass.FORWARD, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(3 * CUBE_FLOPS / 989e6, ROUNDING);
    }

    @Test
    void withoutAnySamplesFiguresAnswer() {
        OperatorTime time = ClusterTimes.ofFigures(H100, NO_OTHERS).time(CUBE, Pass.FORWARD, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(3 + CUBE_FLOPS / (0.74 * 989e6), ROUNDING);
        assertThat(time.reason()).isEqualTo("no samples of gemm forward on any device");
    }

    @Test
    void anUnsupportedPrecisionIsNotCovered() {
        ClusterTimes times = ClusterTimes.ofFigures(cluster("V100"), NO_OTHERS);

        assertThatThrownBy(() -> times.time(CUBE, Pass.FORWARD, Precision.BF16))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("bf16");
    }

    private static CatalogueEntry forward(Gemm gemm, Precision precision, double factor) {
        return entry(new Query(gemm, Pass.FORWARD, precision), factor, "outputFlops");
    }

    private static Gemm cube(long side) {
        return new Gemm(side, side, side, Bias.NONE);
    }

    private static Attention attention(AttentionMask mask) {
        return new Attention(2, 4096, 16, 16, 128, mask);
    }
}
