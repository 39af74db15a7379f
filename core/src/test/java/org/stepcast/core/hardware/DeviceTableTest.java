package org.stepcast.core.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Precision;

final class DeviceTableTest {

    private static final DeviceTable TABLE = DeviceTable.builtIn();

    private static List<Device> devices() {
        return TABLE.devices();
    }

    @Test
    void knowsTheDevicesOfTheField() {
        assertThat(devices()).hasSizeGreaterThanOrEqualTo(27);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceNamesItsSource(Device device) {
        assertThat(device.provenance().source()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void halfPrecisionIsTwiceTensorFloat(Device device) {
        // Not where tf32 runs at the rate of plain fp32: the consumer cards.
        boolean own = device.supports(Precision.TF32)
                && device.peakFlopsPerSecond(Precision.TF32) > device.peakFlopsPerSecond(Precision.FP32);
        if (own) {
            double ratio = device.peakFlopsPerSecond(Precision.FP16) / device.peakFlopsPerSecond(Precision.TF32);
            assertThat(ratio).isBetween(1.97, 2.03);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void narrowerFormatsAreNeverSlower(Device device) {
        List<Precision> slowFirst = List.of(Precision.FP32, Precision.TF32, Precision.FP16, Precision.FP8);
        assertThat(slowFirst.stream().filter(device::supports).map(device::peakFlopsPerSecond))
                .isSorted();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void brainFloatHasTheRateOfHalfWhereItExists(Device device) {
        if (device.supports(Precision.BF16)) {
            assertThat(device.peakFlopsPerSecond(Precision.BF16)).isEqualTo(device.peakFlopsPerSecond(Precision.FP16));
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void lowConfidenceNamesFieldsOfTheFile(Device device) {
        assertThat(device.provenance().lowConfidenceFields())
                .allMatch(field -> field.matches("memory|memory_bandwidth|l2|sm_count|power|peak(\\.\\w+)?|system"));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void linksToNeighboursAreSlowerThanMemory(Device device) {
        assertThat(device.peerLink().bytesPerSecond()).isLessThan(device.memoryBytesPerSecond());
        assertThat(device.hostLink().exists()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIAA100-SXM4-80GB, A100-SXM4-80GB",
        "NVIDIA A100-SXM4-80GB, A100-SXM4-80GB",
        "a100_sxm, A100-SXM4-80GB",
        "NVIDIAGH200120GB, GH200-96GB",
        "GH200-96GB(120GB LPDDR), GH200-96GB",
        "h100_sxm, H100-SXM5-80GB",
        "h200_sxm, H200-SXM-141GB",
        "b200_sxm, B200-SXM-180GB",
        "l40s, L40S",
        "V100-SXM3-32GB(DGX-2), V100-SXM3-32GB",
        "T4-16GB, T4-16GB",
        "NVIDIA RTX PRO 6000, RTX-PRO-6000-96GB",
    })
    void findsByNameAndAlias(String written, String name) {
        assertThat(TABLE.named(written).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A100-SXM4-80GB",
                "A100-SXM4-40GB",
                "A100-SXM4",
                "A100-PCIe-80GB",
                "A800-SXM4-80GB",
                "H100-SXM5-80GB",
                "H100-SXM5-96GB-HBM2e-500W",
                "H200-SXM-141GB",
                "GH200-96GB(120GB LPDDR)",
                "B200-SXM-180GB",
                "B300",
                "GB200",
                "GB300",
                "V100-SXM2-32GB",
                "V100-SXM2-16GB",
                "V100-SXM3-32GB(DGX-2)",
                "T4-16GB"
            })
    void knowsEveryDeviceThatPublishedRunsName(String written) {
        assertThat(TABLE.find(written)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceHasAUsualSystemWithItsOwnLink(Device device) {
        UsualSystem system = TABLE.usualSystem(device);
        assertThat(system.node().link()).isEqualTo(device.nodeLink());
        assertThat(system.network().bytesPerSecond())
                .isLessThanOrEqualTo(device.hostLink().bytesPerSecond());
    }

    @Test
    void unknownNameListsNearOnes() {
        assertThatThrownBy(() -> TABLE.named("H100-SXM9-80GB"))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("device (H100-SXM9-80GB) is not in the table")
                .hasMessageContaining("Maybe H100-SXM5-80GB");
    }

    @Test
    void unsupportedPrecisionNamesTheSupportedOnes() {
        Device v100 = TABLE.named("V100-SXM2-32GB");
        assertThatThrownBy(() -> v100.peakFlopsPerSecond(Precision.BF16))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("It has fp32, fp16.");
    }

    @Test
    void vistaModuleIsTheOneWithNinetySixGigabytes() {
        Device module = TABLE.named("NVIDIA GH200 120GB");
        assertThat(module.memoryBytes()).isEqualTo(96L << 30);
        assertThat(module.memoryBytesPerSecond()).isEqualTo(4000e9);
        assertThat(module.multiprocessorCount()).isEqualTo(132);
    }
}
