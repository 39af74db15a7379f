package org.stepcast.estimator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.stepcast.estimator.config.RunConditions;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * What one run meets besides its steps: as the job's file says, else by default.
 *
 * @param failureSeconds mean time between failures of the whole job
 * @param intervalSeconds training between two checkpoints, where it is given
 * @param powerFactor power of a device with its share of the node, by the limit of the board
 * @param overheadFactor power usage effectiveness (PUE)
 * @param assumptions what was not given, with sources
 */
record Conditions(
        double failureSeconds,
        double restartSeconds,
        double checkpointBytes,
        double checkpointBytesPerSecond,
        OptionalDouble intervalSeconds,
        double powerFactor,
        double overheadFactor,
        List<String> assumptions) {

    private static final double HOUR_SECONDS = 3600;

    Conditions {
        assumptions = List.copyOf(assumptions);
    }

    static Conditions of(TrainingConfig job, RunConditions given, RunDefaults defaults) {
        List<String> assumptions = new ArrayList<>();
        double rate = given.deviceFailureRate().orElse(defaults.deviceFailureRate());
        if (given.deviceFailureRate().isEmpty()) {
            assumptions.add(
                    String.format(Locale.ROOT, "%.3g failures per GPU and hour: %s.", rate, defaults.failureSource()));
        }
        if (given.restartSeconds().isEmpty()) {
            assumptions.add(String.format(
                    Locale.ROOT, "%.0f s for a restart: %s.", defaults.restartSeconds(), defaults.restartSource()));
        }
        double storage =
                given.checkpointBytesPerSecond().orElse(defaults.deviceCheckpointBytesPerSecond() * job.deviceCount());
        if (given.checkpointBytesPerSecond().isEmpty()) {
            assumptions.add(String.format(
                    Locale.ROOT,
                    "Checkpoints of %.0f bytes a parameter at %.4g GB/s: %s.",
                    defaults.parameterBytes(),
                    storage / 1e9,
                    defaults.checkpointSource()));
        }
        double power = given.powerFactor().orElse(defaults.powerFactor());
        if (given.powerFactor().isEmpty()) {
            assumptions.add(String.format(
                    Locale.ROOT, "%.4g times the power limit of a device: %s.", power, defaults.powerSource()));
        }
        double overhead = given.overheadFactor().orElse(defaults.overheadFactor());
        if (given.overheadFactor().isEmpty()) {
            assumptions.add(String.format(Locale.ROOT, "PUE %.4g: %s.", overhead, defaults.overheadSource()));
        }
        return new Conditions(
                HOUR_SECONDS / (rate * job.deviceCount()),
                given.restartSeconds().orElse(defaults.restartSeconds()),
                defaults.parameterBytes() * job.model().parameterCount(),
                storage,
                given.checkpointSeconds(),
                power,
                overhead,
                assumptions);
    }
}
