package org.stepcast.estimator.timing;

import java.util.List;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;

/**
 * How unlike two devices are: the root mean square of the logarithms of the ratios of their figures; 0 for equal figures,
 * 0.7 when every figure differs twofold.
 */
final class DeviceDistance {

    /** A correction learned this far away weighs 1/e of one learned on the device itself. */
    private static final double WEIGHT_SCALE = 0.3;

    private static final List<Precision> COMPARED =
            List.of(Precision.FP16, Precision.BF16, Precision.FP8, Precision.TF32, Precision.FP32);

    private DeviceDistance() {}

    static double between(Device one, Device other) {
        double peak = peakRatio(one, other);
        double multiprocessors = (double) one.multiprocessorCount() / other.multiprocessorCount();
        double[] ratios = {
            peak,
            multiprocessors,
            peak / multiprocessors,
            one.memoryBytesPerSecond() / other.memoryBytesPerSecond(),
            (double) one.l2Bytes() / other.l2Bytes()
        };
        double sum = 0;
        for (double ratio : ratios) {
            sum += Math.log(ratio) * Math.log(ratio);
        }
        return Math.sqrt(sum / ratios.length);
    }

    /** Of the first precision that both compute in; devices without one differ by their other figures. */
    private static double peakRatio(Device one, Device other) {
        return COMPARED.stream()
                .filter(precision -> one.supports(precision) && other.supports(precision))
                .findFirst()
                .map(precision -> one.peakFlopsPerSecond(precision) / other.peakFlopsPerSecond(precision))
                .orElse(1.0);
    }

    /** How much what was learned at {@code distance} counts beside other sources. */
    static double weight(double distance) {
        return Math.exp(-distance / WEIGHT_SCALE);
    }
}
