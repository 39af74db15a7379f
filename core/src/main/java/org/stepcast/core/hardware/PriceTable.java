package org.stepcast.core.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.HourlyPrice.Range;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Hourly prices of devices, each with its date and source. */
public final class PriceTable {

    private static final String FILE = "prices.yml";
    private static final String NO_SOURCE = "not given";

    private final Map<String, Range> byDevice;

    private PriceTable(Map<String, Range> byDevice) {
        this.byDevice = byDevice;
    }

    /** The table that ships with Stepcast. */
    public static PriceTable builtIn() {
        Faults faults = new Faults(FILE);
        return of(YamlFile.parse(FILE, resource(), faults));
    }

    /**
     * The table in a file of the form of the built-in one.
     *
     * @throws BadInputException with all faults of the file at once
     */
    public static PriceTable read(Path file) {
        return of(YamlFile.read(file, new Faults(file.toString())));
    }

    /** The price of the device of this name, in any spelling that {@link DeviceTable} takes for one. */
    public Optional<Range> find(String device) {
        return Optional.ofNullable(byDevice.get(DeviceTable.key(device)));
    }

    private static PriceTable of(YamlNode file) {
        Map<String, Range> byDevice = new LinkedHashMap<>();
        for (YamlNode row : file.sections("prices")) {
            if (byDevice.put(DeviceTable.key(row.text("device")), range(row)) != null) {
                row.fault("device", "is there twice");
            }
            row.optionalFlag("low_confidence");
        }
        file.rejectUnknownKeys();
        file.faults().throwIfAny();
        return new PriceTable(byDevice);
    }

    /** The price of one row, or of a section {@code price_per_hour} of a cluster file. */
    static Range range(YamlNode row) {
        if (!row.has("low_usd")) {
            row.faults().add(row.path("low_usd") + " is missing.");
        }
        double low = row.optionalPositive("low_usd").orElse(1);
        double high = row.optionalPositive("high_usd").orElse(low);
        if (high < low) {
            row.fault("high_usd", "must not be below low_usd");
        }
        return new Range(
                low,
                Math.max(low, high),
                row.optionalText("date").orElse(NO_SOURCE),
                row.optionalText("source").orElse(NO_SOURCE));
    }

    private static String resource() {
        try (InputStream stream = PriceTable.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
