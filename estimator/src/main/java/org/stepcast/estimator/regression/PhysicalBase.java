package org.stepcast.estimator.regression;

import java.util.List;

/**
 * Time from physics: {@code (H^p + W^p)^(1/p)}, where {@code H} is the host's part, {@code W} the device's part, each a
 * sum of terms times fitted coefficients, and {@code p} the overlap exponent: 1 when one waits for the other, large when
 * the longer one hides the shorter.
 *
 * @param termNames host terms first
 * @param hostTermCount how many of the terms belong to the host
 * @param coefficients one for each term, not negative
 */
public record PhysicalBase(List<String> termNames, int hostTermCount, List<Double> coefficients, double overlapExponent)
        implements Regressor {

    /** No kernel ends sooner, and logarithms of times stay finite. */
    private static final double LEAST_MICROS = 1e-3;

    public PhysicalBase {
        termNames = List.copyOf(termNames);
        coefficients = List.copyOf(coefficients);
        if (termNames.size() != coefficients.size()) {
            throw new IllegalArgumentException(
                    termNames.size() + " terms have " + coefficients.size() + " coefficients");
        }
        if (!(overlapExponent >= 1)) {
            throw new IllegalArgumentException("overlapExponent (" + overlapExponent + ") must be at least 1");
        }
    }

    @Override
    public double micros(Point point) {
        double host = 0;
        double device = 0;
        for (int term = 0; term < coefficients.size(); term++) {
            double micros = coefficients.get(term) * point.termMicros(term);
            if (term < hostTermCount) {
                host += micros;
            } else {
                device += micros;
            }
        }
        return Math.max(LEAST_MICROS, overlapped(host, device, overlapExponent));
    }

    /** The same base for a device that runs {@code factor} times as long. */
    public PhysicalBase times(double factor) {
        List<Double> scaled =
                coefficients.stream().map(coefficient -> coefficient * factor).toList();
        return new PhysicalBase(termNames, hostTermCount, scaled, overlapExponent);
    }

    static double overlapped(double host, double device, double exponent) {
        double longer = Math.max(host, device);
        if (exponent == 1 || longer == 0) {
            return host + device;
        }
        return longer * Math.pow(1 + Math.pow(Math.min(host, device) / longer, exponent), 1 / exponent);
    }
}
