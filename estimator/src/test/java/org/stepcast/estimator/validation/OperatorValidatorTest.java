package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.fit.FitOptions;

final class OperatorValidatorTest {

    private static final DeviceTable DEVICES = DeviceTable.builtIn();
    private static final long[] SIDES = {128, 256, 512, 1024, 2048, 4096};
    private static final Dataset GEMMS = dataset("H100_sxm");
    private static final OperatorValidator VALIDATOR = new OperatorValidator(DEVICES, List.of(), new FitOptions(42, 1));

    @Test
    void heldOutShapesAreAFifthAndPredictedByRegressorsOfTheOthers() {
        OperatorValidation validation = VALIDATOR.withoutHeldOutShapes(GEMMS, cluster("H100"));

        OperatorAccuracy all = validation.operators().getFirst();
        assertThat(all.errors().rowCount()).isEqualTo(Math.round(6 * 6 * 6 / 5.0));
        assertThat(all.errors().mape()).isLessThan(0.05);
        assertThat(validation.medianMape()).isEqualTo(all.errors().mape());
    }

    @Test
    void productsThatMatterAreStatedApart() {
        OperatorValidation validation = VALIDATOR.withoutDevice(GEMMS, cluster("H100"));

        assertThat(validation.operators())
                .extracting(OperatorAccuracy::slice)
                .containsExactly("", "m >= 256", "m, n, k >= 1024");
        assertThat(validation.operators().getLast().errors().rowCount()).isEqualTo(3 * 3 * 3);
    }

    @Test
    void withoutTheDeviceTimesAreAnalytic() {
        OperatorValidation validation = VALIDATOR.withoutDevice(GEMMS, cluster("H100"));

        assertThat(validation.operators().getFirst().origins()).isEqualTo(Map.of(Origin.ANALYTIC, 6 * 6 * 6));
    }

    @Test
    void samplesOfAnotherDeviceAreRefused() {
        assertThatThrownBy(() -> VALIDATOR.withoutDevice(GEMMS, cluster("A100")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("H100_sxm")
                .hasMessageContaining("A100-SXM4-80GB");
    }

    @Test
    void samplesOfTwoClustersAreRefused() {
        List<SampleTable> tables = new ArrayList<>(GEMMS.tables());
        tables.addAll(dataset("H100").tables());
        Dataset both = new Dataset(tables, List.of(), Map.of("H100_sxm", "00", "H100", "00"));

        assertThatThrownBy(() -> VALIDATOR.withoutDevice(both, cluster("H100")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("H100_sxm, H100");
    }

    /** Products at 80 % of the peak after a launch of 5 microseconds. */
    private static Dataset dataset(String name) {
        List<Sample> samples = new ArrayList<>();
        for (long m : SIDES) {
            for (long n : SIDES) {
                for (long k : SIDES) {
                    Gemm gemm = new Gemm(m, n, k, Bias.NONE);
                    double micros = 5 + 2.0 * m * n * k / (0.8 * 989e6);
                    samples.add(new Sample(gemm, Pass.FORWARD, Precision.BF16, micros, "gemm.csv", samples.size() + 2));
                }
            }
        }
        SampleTable table = new SampleTable("gemm_bf16.csv", name, name, "gemm", Precision.BF16, Pass.FORWARD, samples);
        return new Dataset(List.of(table), List.of(), Map.of(name, "00"));
    }

    private static Cluster cluster(String deviceName) {
        Device device = DEVICES.named(deviceName);
        Node node = new Node(8, device.peerLink());
        return new Cluster(deviceName, device, node, Network.none(), Provenance.of("a test"), List.of());
    }
}
