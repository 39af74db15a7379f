package org.stepcast.estimator.regression;

/** Fits the coefficients of a physical base with a given overlap exponent to minimise the mean relative error. */
final class BaseProblem {

    private static final int MOST_ROUNDS = 12;
    private static final double LEAST_GAIN = 1e-5;
    private static final double SMALLEST_STEP = 0.05;

    /** Relative errors below this weigh alike when squares are reweighted to absolute values. */
    private static final double SMALL_ERROR = 0.005;

    /** How firmly a step is held near its start where terms of one part hardly show behind the other part. */
    private static final double DAMPING = 0.003;

    /**
     * Squared cosine above which a term says nothing that an earlier term of the same part does not. The earlier one
     * speaks: families name first what goes on growing, and last what levels off beyond the rows.
     */
    private static final double SAME_DIRECTION = 0.9999;

    private static final double TINY_MICROS = 1e-9;

    private final int rowCount;
    private final int termCount;
    private final int hostTermCount;
    private final double exponent;
    /** Terms over time, each column scaled to mean 1 over rows: [row][term]. */
    private final double[][] shares;

    private final double[] scales;
    private final double[] rowWeights;

    BaseProblem(TrainingSet set, int hostTermCount, double exponent, double[] rowWeights) {
        this.rowCount = set.rowCount();
        this.termCount = set.point(0).termCount();
        this.hostTermCount = hostTermCount;
        this.exponent = exponent;
        this.rowWeights = rowWeights;
        this.scales = scales(set);
        this.shares = new double[rowCount][termCount];
        for (int row = 0; row < rowCount; row++) {
            for (int term = 0; term < termCount; term++) {
                shares[row][term] = set.point(row).termMicros(term) * scales[term] / set.micros(row);
            }
        }
        silenceRepeats();
    }

    private void silenceRepeats() {
        for (int term = 1; term < termCount; term++) {
            int firstOfPart = term < hostTermCount ? 0 : hostTermCount;
            for (int earlier = firstOfPart; earlier < term; earlier++) {
                if (squaredCosine(earlier, term) > SAME_DIRECTION) {
                    for (double[] row : shares) {
                        row[term] = 0;
                    }
                }
            }
        }
    }

    private double squaredCosine(int one, int other) {
        double product = 0;
        double oneSquare = 0;
        double otherSquare = 0;
        for (double[] row : shares) {
            product += row[one] * row[other];
            oneSquare += row[one] * row[one];
            otherSquare += row[other] * row[other];
        }
        return oneSquare > 0 && otherSquare > 0 ? product * product / (oneSquare * otherSquare) : 0;
    }

    /** Coefficients from the plain sum of all terms. */
    double[] start() {
        double[] unweighted = rowWeights.clone();
        return unscaled(improve(solve(shares, unweighted, new double[0]), true));
    }

    /** Coefficients found from those of a smaller exponent. */
    double[] refine(double[] coefficients) {
        double[] scaled = new double[termCount];
        for (int term = 0; term < termCount; term++) {
            scaled[term] = scales[term] > 0 ? coefficients[term] / scales[term] : 0;
        }
        return unscaled(improve(scaled, false));
    }

    private double[] improve(double[] first, boolean plainSum) {
        double[] best = first;
        double bestError = error(best);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] target = plainSum ? reweighted(best) : linearized(best);
            double step = 1;
            double[] tried = target;
            double triedError = error(tried);
            while (triedError >= bestError * (1 - LEAST_GAIN) && step > SMALLEST_STEP) {
                step /= 2;
                tried = between(best, target, step);
                triedError = error(tried);
            }
            if (triedError >= bestError * (1 - LEAST_GAIN)) {
                return best;
            }
            best = tried;
            bestError = triedError;
        }
        return best;
    }

    private double[] reweighted(double[] coefficients) {
        return solve(shares, weights(coefficients), new double[0]);
    }

    /** A Gauss–Newton step: the overlapped sum is homogeneous, so its slopes at {@code coefficients} are columns. */
    private double[] linearized(double[] coefficients) {
        double[][] slopes = new double[rowCount][termCount];
        for (int row = 0; row < rowCount; row++) {
            double host = part(row, coefficients, 0, hostTermCount);
            double device = part(row, coefficients, hostTermCount, termCount);
            double whole = Math.max(PhysicalBase.overlapped(host, device, exponent), TINY_MICROS);
            double hostSlope = Math.pow(host / whole, exponent - 1);
            double deviceSlope = Math.pow(device / whole, exponent - 1);
            for (int term = 0; term < termCount; term++) {
                slopes[row][term] = shares[row][term] * (term < hostTermCount ? hostSlope : deviceSlope);
            }
        }
        return solve(slopes, weights(coefficients), coefficients);
    }

    private double[] solve(double[][] columns, double[] weights, double[] near) {
        double[][] gram = new double[termCount][termCount];
        double[] moments = new double[termCount];
        for (int row = 0; row < rowCount; row++) {
            double[] values = columns[row];
            for (int term = 0; term < termCount; term++) {
                double weighted = weights[row] * values[term];
                moments[term] += weighted;
                for (int other = 0; other <= term; other++) {
                    gram[term][other] += weighted * values[other];
                }
            }
        }
        mirror(gram);
        if (near.length > 0) {
            damp(gram, moments, weights, near);
        }
        return NonNegativeLeastSquares.solve(gram, moments);
    }

    private void damp(double[][] gram, double[] moments, double[] weights, double[] near) {
        for (int term = 0; term < termCount; term++) {
            double strength = 0;
            for (int row = 0; row < rowCount; row++) {
                strength += weights[row] * shares[row][term] * shares[row][term];
            }
            gram[term][term] += DAMPING * strength;
            moments[term] += DAMPING * strength * near[term];
        }
    }

    private double[] weights(double[] coefficients) {
        double[] weights = new double[rowCount];
        for (int row = 0; row < rowCount; row++) {
            weights[row] = rowWeights[row] / Math.max(Math.abs(relative(row, coefficients) - 1), SMALL_ERROR);
        }
        return weights;
    }

    private double error(double[] coefficients) {
        double sum = 0;
        for (int row = 0; row < rowCount; row++) {
            sum += rowWeights[row] * Math.abs(relative(row, coefficients) - 1);
        }
        return sum;
    }

    /** Prediction over time. */
    private double relative(int row, double[] coefficients) {
        double host = part(row, coefficients, 0, hostTermCount);
        double device = part(row, coefficients, hostTermCount, termCount);
        return PhysicalBase.overlapped(host, device, exponent);
    }

    private double part(int row, double[] coefficients, int from, int to) {
        double sum = 0;
        for (int term = from; term < to; term++) {
            sum += shares[row][term] * coefficients[term];
        }
        return sum;
    }

    private double[] unscaled(double[] coefficients) {
        double[] result = new double[termCount];
        for (int term = 0; term < termCount; term++) {
            result[term] = coefficients[term] * scales[term];
        }
        return result;
    }

    private static double[] scales(TrainingSet set) {
        double[] scales = new double[set.point(0).termCount()];
        for (int term = 0; term < scales.length; term++) {
            double sum = 0;
            for (int row = 0; row < set.rowCount(); row++) {
                sum += set.point(row).termMicros(term);
            }
            scales[term] = sum > 0 ? set.rowCount() / sum : 0;
        }
        return scales;
    }

    private static double[] between(double[] from, double[] to, double step) {
        double[] result = new double[from.length];
        for (int term = 0; term < result.length; term++) {
            result[term] = from[term] + step * (to[term] - from[term]);
        }
        return result;
    }

    private static void mirror(double[][] gram) {
        for (int row = 0; row < gram.length; row++) {
            for (int column = 0; column < row; column++) {
                gram[column][row] = gram[row][column];
            }
        }
    }
}
