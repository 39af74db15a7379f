package org.stepcast.estimator.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

class MemoryFamiliesTest {

    private static final Device A100 = DeviceTable.builtIn().named("A100-SXM4-80GB");
    private static final double BYTES_PER_MICRO = 2039e3;

    @Test
    void streamsEveryElementOfAnAdditionThreeTimes() {
        FeatureRow row = describe(new ElementWise(ElementWiseKind.RESIDUAL_ADD, 100_000_000), Pass.FORWARD);
        double bytes = 3 * 2.0 * 100_000_000;
        assertThat(term(row, "bytes")).isCloseTo(bytes / BYTES_PER_MICRO, within(1e-9));
        assertThat(term(row, "cached")).isCloseTo(A100.l2Bytes() / BYTES_PER_MICRO, within(1e-9));
        assertThat(term(row, "uncached")).isCloseTo((bytes - A100.l2Bytes()) / BYTES_PER_MICRO, within(1e-9));
    }

    @Test
    void sortsTokensOfAnEmbeddingGradientOnlyWhenTheyAreMany() {
        FeatureRow few = describe(new Embedding(3072, 50304, 4096), Pass.BACKWARD);
        FeatureRow many = describe(new Embedding(3073, 50304, 4096), Pass.BACKWARD);
        assertThat(term(few, "sort")).isZero();
        assertThat(term(few, "unsorted")).isPositive();
        assertThat(term(many, "sort")).isPositive();
        assertThat(term(many, "unsorted")).isZero();
    }

    @Test
    void writesTheDenseGradientOfTheWholeTable() {
        FeatureRow row = describe(new Embedding(8192, 50304, 4096), Pass.BACKWARD);
        assertThat(term(row, "zero")).isCloseTo(2.0 * 50304 * 4096 / BYTES_PER_MICRO, within(1e-9));
    }

    @Test
    void touchesParametersGradientsAndMomentsInAStep() {
        FeatureRow row = describe(new OptimizerStep(1_000_000_000, 100, 200_000_000), Pass.WHOLE);
        assertThat(term(row, "bytes")).isCloseTo(7 * 2e9 / BYTES_PER_MICRO, within(1e-6));
        assertThat(term(row, "largest")).isCloseTo(7 * 2e9 / 5 / BYTES_PER_MICRO, within(1e-6));
        assertThat(term(row, "tensors")).isEqualTo(100);
    }

    @Test
    void straddlesSectorsWhereHeadsAreNoMultipleOf32() {
        assertThat(term(rotary(128), "straddling")).isZero();
        assertThat(term(rotary(80), "straddling")).isEqualTo(term(rotary(80), "bytes"));
        assertThat(term(rotary(176), "straddling")).isEqualTo(term(rotary(176), "bytes"));
        assertThat(term(rotary(176), "straddlingSmall")).isZero();
    }

    @Test
    void padsLongSoftmaxRowsToWholeBlocks() {
        // 2560 elements are 320 loads of 8; the block has 256 threads and sweeps twice.
        FeatureRow row = describe(new Softmax(SoftmaxKind.PLAIN, 16, 2560, 2560), Pass.FORWARD);
        double scoreMicros = 2.0 * 16 * 2560 * 2560 / BYTES_PER_MICRO;
        assertThat(term(row, "padded")).isCloseTo(scoreMicros * 2 * 256 * 8 / 2560, within(1e-9));
        assertThat(term(row, "persistent")).isZero();
        FeatureRow shortRow = describe(new Softmax(SoftmaxKind.PLAIN, 16, 1024, 1024), Pass.FORWARD);
        assertThat(term(shortRow, "padded")).isZero();
        assertThat(term(shortRow, "persistent")).isCloseTo(2 * 2.0 * 16 * 1024 * 1024 / BYTES_PER_MICRO, within(1e-9));
    }

    private static FeatureRow rotary(long headSize) {
        return describe(new RotaryEmbedding(4, 4096, 16, 16, headSize), Pass.FORWARD);
    }

    private static FeatureRow describe(Operator operator, Pass pass) {
        return FeatureSchema.describe(operator, pass, Precision.FP16, A100);
    }

    private static double term(FeatureRow row, String name) {
        return row.termMicros()[row.termNames().indexOf(name)];
    }
}
