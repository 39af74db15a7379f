package org.stepcast.estimator.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

final class DefaultsTest {

    private static final Device A100 = DeviceTable.builtIn().named("A100-SXM4-80GB");
    private static final KernelDefaults KERNELS = Defaults.builtIn().kernels();

    @Test
    void largeProductsRunAtTheirShareOfThePeak() {
        Gemm gemm = new Gemm(8192, 8192, 8192, Bias.NONE);

        assertThat(KERNELS.micros(gemm, Pass.FORWARD, Precision.BF16, A100))
                .isEqualTo(3 + 2 * Math.pow(8192, 3) / (0.74 * 312e6), within(1e-6));
    }

    @Test
    void operatorsWithoutProductsRunAtTheirShareOfTheBandwidth() {
        ElementWise add = new ElementWise(ElementWiseKind.RESIDUAL_ADD, 1 << 26);

        assertThat(KERNELS.micros(add, Pass.FORWARD, Precision.BF16, A100))
                .isEqualTo(3 + 3 * 2.0 * (1 << 26) / (0.8 * 2.039e6), within(1e-6));
    }
}
