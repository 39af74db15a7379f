package org.stepcast.estimator.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

class MatrixFamiliesTest {

    private static final Device A100 = DeviceTable.builtIn().named("A100-SXM4-80GB");
    private static final double PEAK_FLOPS_PER_MICRO = 312e6;

    @Test
    void flopsOfALinearLayerTakeTheirTimeAtThePeak() {
        FeatureRow row = describe(new Gemm(4096, 12288, 4096, Bias.ADDED), Pass.FORWARD);

        assertThat(term(row, "outputFlops")).isEqualTo(2.0 * 4096 * 12288 * 4096 / PEAK_FLOPS_PER_MICRO, within(1e-9));
    }

    @Test
    void partialWavesCountInFull() {
        FeatureRow row = describe(new Gemm(4096, 12288, 4096, Bias.ADDED), Pass.FORWARD);

        double waves = Math.ceil(32 * 96 / 108.0);
        double expected = waves * 108 * 2 * 128 * 128 * 4096 / PEAK_FLOPS_PER_MICRO;
        assertThat(term(row, "outputWaves128x128")).isEqualTo(expected, within(1e-9));
    }

    @Test
    void theBackwardPassHasAProductForInputAndWeight() {
        FeatureRow row = describe(new Gemm(4096, 1024, 2048, Bias.NONE), Pass.BACKWARD);

        assertThat(row.termNames()).contains("dataFlops", "weightFlops").doesNotContain("outputFlops");
        assertThat(term(row, "dataFlops")).isEqualTo(term(row, "weightFlops"));
        assertThat(term(row, "biasGradient")).isZero();
    }

    @Test
    void collectivesOfANodeDoNotUseTheNetwork() {
        FeatureRow row = describe(collective(1, 4), Pass.WHOLE);

        assertThat(term(row, "nodeWire")).isEqualTo(2 * 3.0 / 4 * 1e9 / 1e3, within(1e-6));
        assertThat(term(row, "networkWire")).isZero();
        assertThat(term(row, "pairWire")).isZero();
    }

    @Test
    void ranksOfANodeShareWhatLeavesIt() {
        FeatureRow row = describe(collective(2, 4), Pass.WHOLE);

        assertThat(term(row, "networkWire")).isEqualTo(2 * 7.0 / 8 / 4 * 1e9 / 1e3, within(1e-6));
        assertThat(term(row, "networkSteps")).isEqualTo(7);
        assertThat(term(row, "nodeWire")).isZero();
    }

    @Test
    void expertsAreSpreadOverRanks() {
        ExpertLayer layer = new ExpertLayer(1024, 2048, 512, 8, 256, 1, 4, Routing.BALANCED);
        ExpertSplit split = new ExpertSplit(layer);

        assertThat(split.localExperts()).isEqualTo(256.0 / 4);
        assertThat(split.tokensPerExpert()).isEqualTo(1024 * 8 / 256.0);
        assertThat(split.flops())
                .isEqualTo(layer.work(Pass.FORWARD, Precision.BF16).flops());
    }

    @Test
    void rowsOfOneFamilyNameTheSameTermsForEveryShape() {
        FeatureRow small = describe(collective(1, 2), Pass.WHOLE);
        FeatureRow large = describe(collective(8, 4), Pass.WHOLE);

        assertThat(large.termNames()).isEqualTo(small.termNames());
    }

    private static Collective collective(long nodes, long ranksPerNode) {
        return new Collective(CollectiveKind.ALL_REDUCE, 1e9, new GroupShape(nodes, ranksPerNode));
    }

    private static FeatureRow describe(Operator operator, Pass pass) {
        return FeatureSchema.describe(operator, pass, Precision.FP16, A100);
    }

    private static double term(FeatureRow row, String name) {
        return row.termMicros()[row.termNames().indexOf(name)];
    }
}
