package org.stepcast.estimator.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** Reads and writes the section {@code run} of the named form. */
final class RunSection {

    private static final String RAMP_UP = "batch_rampup";
    private static final double MICROS = 1e6;

    private RunSection() {}

    static RunLength read(YamlNode section, Batch batch, long dataSize) {
        return new RunLength(
                section.quantity("tokens", Dimension.TOKENS),
                section.optionalPositive("epochs").orElse(1),
                section.optionalPositive("gpu_hour_usd"),
                section.optionalSection(RAMP_UP).map(ramp -> rampUp(ramp, batch, dataSize)),
                new RunConditions(
                        failures(section),
                        seconds(section, "restart"),
                        section.optionalQuantity("checkpoint_bandwidth", Dimension.BYTES_PER_SECOND),
                        seconds(section, "checkpoint_interval"),
                        section.optionalPositive("power_factor"),
                        section.optionalPositive("pue")));
    }

    static Map<String, Object> write(RunLength run) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("tokens", Dimension.TOKENS.exactText(run.tokenCount()));
        if (run.epochCount() != 1) {
            keys.put("epochs", run.epochCount());
        }
        put(keys, "gpu_hour_usd", run.gpuHourDollars());
        run.rampUp().ifPresent(ramp -> keys.put(RAMP_UP, write(ramp)));
        RunConditions given = run.conditions();
        put(keys, "failures_per_gpu_hour", given.deviceFailureRate());
        putSeconds(keys, "restart", given.restartSeconds());
        given.checkpointBytesPerSecond()
                .ifPresent(rate -> keys.put("checkpoint_bandwidth", Dimension.BYTES_PER_SECOND.exactText(rate)));
        putSeconds(keys, "checkpoint_interval", given.checkpointSeconds());
        put(keys, "power_factor", given.powerFactor());
        put(keys, "pue", given.overheadFactor());
        return keys;
    }

    private static BatchRampUp rampUp(YamlNode section, Batch batch, long dataSize) {
        long replicas = batch.microSize() * dataSize;
        long start = multiple(section, "start", replicas);
        long increment = multiple(section, "increment", replicas);
        if (start >= batch.globalSize()) {
            section.fault("start", "must be below batch.global (" + batch.globalSize() + ")");
        } else if ((batch.globalSize() - start) % increment != 0) {
            section.fault("increment", "must divide batch.global - start (" + (batch.globalSize() - start) + ")");
        }
        return new BatchRampUp(start, increment, multiple(section, "samples", 1));
    }

    /** A batch must fill the micro-batches of all replicas. */
    private static long multiple(YamlNode section, String key, long factor) {
        if (!section.has(key)) {
            section.faults().add(section.path(key) + " is missing.");
        }
        long value = section.optionalWhole(key, 1, 1L << 40).orElse(factor);
        if (value % factor != 0) {
            section.fault(
                    key,
                    "must be a multiple of micro · data (" + factor + ")",
                    NearNumbers.multipleHint(value, factor));
        }
        return value;
    }

    /** A rate of 0 is a machine that never fails. */
    private static OptionalDouble failures(YamlNode section) {
        OptionalDouble rate = section.optionalNumber("failures_per_gpu_hour");
        if (rate.isPresent() && rate.getAsDouble() < 0) {
            section.fault("failures_per_gpu_hour", "must not be below 0");
        }
        return rate;
    }

    private static OptionalDouble seconds(YamlNode section, String key) {
        OptionalDouble micros = section.optionalQuantity(key, Dimension.MICROS);
        return micros.isPresent() ? OptionalDouble.of(micros.getAsDouble() / MICROS) : micros;
    }

    private static Map<String, Object> write(BatchRampUp ramp) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("start", ramp.startSize());
        keys.put("increment", ramp.incrementSize());
        keys.put("samples", ramp.sampleCount());
        return keys;
    }

    private static void put(Map<String, Object> keys, String key, OptionalDouble value) {
        value.ifPresent(given -> keys.put(key, given));
    }

    private static void putSeconds(Map<String, Object> keys, String key, OptionalDouble seconds) {
        seconds.ifPresent(given -> keys.put(key, Dimension.MICROS.exactText(given * MICROS)));
    }
}
