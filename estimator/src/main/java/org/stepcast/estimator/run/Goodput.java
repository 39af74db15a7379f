package org.stepcast.estimator.run;

/**
 * What failures and checkpoints leave of the time. Failures come independently at a constant rate.
 *
 * @param failureSeconds mean time between failures of the whole job (M); infinite where nothing fails
 * @param restartSeconds from a failure to the next step, work done again not counted (R)
 * @param checkpointBytes size of a checkpoint
 * @param checkpointSeconds time in which a checkpoint is written and nothing is trained (C)
 * @param youngSeconds the interval √(2 C M) (Young 1974)
 * @param dalySeconds the interval √(2 C M) (1 + ⅓ √(C/2M) + ⅑ C/2M) − C where C &lt; 2M, else M (Daly 2006)
 * @param intervalSeconds training between two checkpoints: as given, else Daly's (τ)
 * @param usefulFraction share of the time that is training which lasts: τ / (M e^(R/M) (e^((τ+C)/M) − 1)) (Daly 2006, the
 *     exact expectation; failures while restarting and writing included)
 */
public record Goodput(
        double failureSeconds,
        double restartSeconds,
        double checkpointBytes,
        double checkpointSeconds,
        double youngSeconds,
        double dalySeconds,
        double intervalSeconds,
        double usefulFraction) {

    /** Of a job whose devices fail, restart and write as {@code conditions} say. */
    static Goodput of(Conditions conditions) {
        double mean = conditions.failureSeconds();
        double write = conditions.checkpointBytes() / conditions.checkpointBytesPerSecond();
        double young = Math.sqrt(2 * write * mean);
        double daly = daly(write, mean);
        double interval = conditions.intervalSeconds().orElse(daly);
        return new Goodput(
                mean,
                conditions.restartSeconds(),
                conditions.checkpointBytes(),
                write,
                young,
                daly,
                interval,
                usefulFraction(mean, conditions.restartSeconds(), write, interval));
    }

    static double daly(double write, double mean) {
        if (Double.isInfinite(mean)) {
            return mean;
        }
        double half = write / (2 * mean);
        return write < 2 * mean ? Math.sqrt(2 * write * mean) * (1 + Math.sqrt(half) / 3 + half / 9) - write : mean;
    }

    static double usefulFraction(double mean, double restart, double write, double interval) {
        if (Double.isInfinite(mean)) {
            return Double.isInfinite(interval) ? 1 : interval / (interval + write);
        }
        return interval / (mean * Math.exp(restart / mean) * Math.expm1((interval + write) / mean));
    }
}
