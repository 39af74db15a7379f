package org.stepcast.estimator.timing;

import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;

/**
 * How unlike two devices are: the root mean square of the logarithms of the ratios of their figures; 0 for equal figures,
 * 0.7 when every figure differs twofold.
 */
final class DeviceDistance {

    /** A correction learned this far away weighs 1/e of one learned on the device itself. */
    private static final double WEIGHT_SCALE = 0.3;

    private DeviceDistance() {}

    static double between(Device one, Device other, Precision precision) {
        double onePeak = one.peakFlopsPerSecond(precision);
        double otherPeak = other.peakFlopsPerSecond(precision);
        double[] ratios = {
            onePeak / otherPeak,
            one.memoryBytesPerSecond() / other.memoryBytesPerSecond(),
            (double) one.multiprocessorCount() / other.multiprocessorCount(),
            onePeak / one.multiprocessorCount() / (otherPeak / other.multiprocessorCount()),
            (double) one.l2Bytes() / other.l2Bytes()
        };
        double sum = 0;
        for (double ratio : ratios) {
            sum += Math.log(ratio) * Math.log(ratio);
        }
        return Math.sqrt(sum / ratios.length);
    }

    /** How much what was learned at {@code distance} counts beside other sources. */
    static double weight(double distance) {
        return Math.exp(-distance / WEIGHT_SCALE);
    }
}
