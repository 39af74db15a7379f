package org.stepcast.sampler.agent;

import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.dataset.Sidecar;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.HostFacts;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.measure.Measurement;

/** Writes the sidecar of a sample file: before the first shape, so that even a killed run tells what it is, and at the end. */
public final class Description {

    private final SampleLog log;
    private final SamplingConfig config;
    private final DeviceFacts device;
    private final int plannedCount;
    private final String date;
    private final List<Double> noises = new ArrayList<>();

    private Description(SampleLog log, SamplingConfig config, DeviceFacts device, int plannedCount, String date) {
        this.log = log;
        this.config = config;
        this.device = device;
        this.plannedCount = plannedCount;
        this.date = date;
    }

    /** The description of {@code log}; the date of an earlier one stays. */
    public static Description of(
            SampleLog log, SamplingConfig config, DeviceFacts device, int plannedCount, Clock clock) {
        String date = Files.exists(log.sidecar())
                ? Sidecar.read(log.sidecar()).date()
                : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Description(log, config, device, plannedCount, date);
    }

    /** Notes how noisy a measurement was. */
    public void add(Measurement measurement) {
        noises.add(measurement.noiseFraction());
    }

    /** Writes or replaces the sidecar. */
    public void write() {
        Map<String, String> environment = new TreeMap<>(device.environment());
        HostFacts.clock().ifPresent(clock -> environment.put("clock_mhz", clock));
        if (!noises.isEmpty()) {
            Collections.sort(noises);
            environment.put("noise_fraction_median", fraction(noises.get(noises.size() / 2)));
            environment.put("noise_fraction_largest", fraction(noises.getLast()));
        }
        new Sidecar(device.name(), environment, date, config.sha256(), plannedCount, log.measuredCount(), log.failed())
                .write(log.sidecar());
    }

    private static String fraction(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
