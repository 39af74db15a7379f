package org.stepcast.estimator.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;

final class DeviceDistanceTest {

    private static final DeviceTable TABLE = DeviceTable.builtIn();
    private static final Device H100 = TABLE.named("H100-SXM5-80GB");
    private static final Device H200 = TABLE.named("H200-SXM-141GB");

    @Test
    void aDeviceIsNoDistanceFromItself() {
        assertThat(DeviceDistance.between(H100, H100)).isZero();
        assertThat(DeviceDistance.weight(0)).isEqualTo(1);
    }

    @Test
    void devicesThatDifferInOneFigureAreNear() {
        double bandwidth = Math.log(4800.0 / 3350);

        assertThat(DeviceDistance.between(H100, H200)).isEqualTo(Math.sqrt(bandwidth * bandwidth / 5), within(1e-12));
    }

    @Test
    void theNextGenerationIsFartherThanMoreMemory() {
        Device b200 = TABLE.named("B200");

        assertThat(DeviceDistance.between(H100, b200)).isGreaterThan(DeviceDistance.between(H100, H200));
    }
}
