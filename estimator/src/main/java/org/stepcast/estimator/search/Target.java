package org.stepcast.estimator.search;

import java.util.OptionalDouble;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Devices that a job may run on.
 *
 * @param job on those devices, with a plan whose keys may be kept
 * @param deviceHourDollars price of one device for one hour; empty where it is not known
 */
public record Target(TrainingConfig job, OptionalDouble deviceHourDollars) {

    private static final double SECONDS_PER_HOUR = 3600;

    /** At the price that the job names, else at the middle of public offers. */
    public static Target of(TrainingConfig job) {
        OptionalDouble given = job.run().map(RunLength::gpuHourDollars).orElse(OptionalDouble.empty());
        return new Target(
                job, given.isPresent() ? given : listPrice(job.cluster().device()));
    }

    private static OptionalDouble listPrice(Device device) {
        return switch (device.price()) {
            case HourlyPrice.Range range -> OptionalDouble.of((range.lowDollars() + range.highDollars()) / 2);
            case HourlyPrice.Unknown unknown -> OptionalDouble.empty();
        };
    }

    /** As many devices as {@code deviceCount}, of the same kind. */
    Target withDeviceCount(long deviceCount) {
        return new Target(job.withDeviceCount(deviceCount), deviceHourDollars);
    }

    double deviceHours(double seconds) {
        return job.deviceCount() * seconds / SECONDS_PER_HOUR;
    }

    OptionalDouble dollars(double seconds) {
        return deviceHourDollars.isPresent()
                ? OptionalDouble.of(deviceHours(seconds) * deviceHourDollars.getAsDouble())
                : OptionalDouble.empty();
    }
}
