package org.stepcast.estimator.step;

import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;

/**
 * What training reaches on a device of the table.
 *
 * @param family devices that share constants: {@code A100}
 * @param gemmFraction share of the peak that large matrix products reach
 * @param sustainedFraction of the rate that samples of like devices have: less where power is short
 * @param allReduceFraction of the link's rate, bus bandwidth of large messages
 * @param allGatherFraction the same for all-gather, reduce-scatter and all-to-all
 * @param transferFraction the same between two devices
 * @param hostFraction of the host link's rate
 * @param year in which data centres got the device
 */
record DeviceReach(
        Device device,
        String family,
        double gemmFraction,
        double sustainedFraction,
        double allReduceFraction,
        double allGatherFraction,
        double transferFraction,
        double hostFraction,
        int year) {

    /** Of the precision that devices of all ages train large models in. */
    static double peakFlopsPerSecond(Device device) {
        return device.supports(Precision.FP16)
                ? device.peakFlopsPerSecond(Precision.FP16)
                : device.peakFlopsPerSecond().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElseThrow();
    }

    /** 0 for the same device; else how unlike peaks and memory are. */
    double distance(Device other) {
        if (device.name().equals(other.name())) {
            return 0;
        }
        double peaks = Math.log(peakFlopsPerSecond(device) / peakFlopsPerSecond(other));
        double memories = Math.log(device.memoryBytesPerSecond() / other.memoryBytesPerSecond());
        return 1e-6 + peaks * peaks + memories * memories;
    }
}
