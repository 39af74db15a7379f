package org.stepcast.estimator.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/**
 * What a run meets besides its steps, where its file does not say, and the scaling laws.
 *
 * @param deviceFailureRate failures of one device in an hour that stop the job
 * @param parameterBytes of a checkpoint, for each parameter
 * @param deviceCheckpointBytesPerSecond what storage takes from each device while all write
 * @param powerFactor power of a device with its share of the node, by the limit of the board
 * @param overheadFactor power usage effectiveness (PUE)
 */
public record RunDefaults(
        double deviceFailureRate,
        String failureSource,
        double restartSeconds,
        String restartSource,
        double parameterBytes,
        double deviceCheckpointBytesPerSecond,
        String checkpointSource,
        double powerFactor,
        String powerSource,
        double overheadFactor,
        String overheadSource,
        List<ScalingLaw> laws) {

    private static final String FILE = "run.yml";

    public RunDefaults {
        laws = List.copyOf(laws);
    }

    /** The figures that ship with Stepcast. */
    public static RunDefaults builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, text(), faults);
        RunDefaults defaults = read(file);
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return defaults;
    }

    private static RunDefaults read(YamlNode file) {
        YamlNode failures = file.section("failures");
        YamlNode restart = file.section("restart");
        YamlNode checkpoint = file.section("checkpoint");
        YamlNode power = file.section("power");
        return new RunDefaults(
                failures.optionalPositive("per_gpu_hour").orElseThrow(),
                failures.text("source"),
                restart.quantity("time", Dimension.MICROS) / 1e6,
                restart.text("source"),
                checkpoint.count("bytes_per_parameter"),
                checkpoint.quantity("bandwidth_per_gpu", Dimension.BYTES_PER_SECOND),
                checkpoint.text("source"),
                power.optionalPositive("factor").orElseThrow(),
                power.text("factor_source"),
                power.optionalPositive("pue").orElseThrow(),
                power.text("pue_source"),
                file.sections("scaling_laws").stream().map(ScalingLaw::read).toList());
    }

    private static String text() {
        try (InputStream stream = RunDefaults.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
