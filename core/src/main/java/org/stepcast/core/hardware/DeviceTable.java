package org.stepcast.core.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Devices by name and alias. Letter case, spaces, underscores and hyphens do not count in a name. */
public final class DeviceTable {

    private static final String FILE = "devices.yml";
    private static final int HINT_COUNT = 4;

    private final List<Device> devices;
    private final Map<String, Device> byKey;

    private DeviceTable(List<Device> devices) {
        this.devices = List.copyOf(devices);
        this.byKey = new LinkedHashMap<>();
        for (Device device : devices) {
            names(device).forEach(name -> {
                Device other = byKey.putIfAbsent(key(name), device);
                if (other != null && !other.equals(device)) {
                    throw new IllegalArgumentException(name + " names both " + other.name() + " and " + device.name());
                }
            });
        }
    }

    /** A table of {@code devices}. */
    public static DeviceTable of(List<Device> devices) {
        return new DeviceTable(devices);
    }

    /** The table that ships with Stepcast, in the order of its file. */
    public static DeviceTable builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        DeviceReader reader = new DeviceReader(latencies(file.section("latency")));
        List<Device> devices = new ArrayList<>();
        for (YamlNode entry : file.sections("devices")) {
            devices.add(reader.read(entry));
        }
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return new DeviceTable(devices);
    }

    public List<Device> devices() {
        return devices;
    }

    /**
     * The device that {@code name} names.
     *
     * @throws NotCoveredException if no device has this name or alias; the message lists near names
     */
    public Device named(String name) {
        return find(name)
                .orElseThrow(() -> new NotCoveredException(
                        "device (" + name + ") is not in the table of devices.\n  " + hint(name)));
    }

    /** The device that {@code name} names, if there is one. */
    public Optional<Device> find(String name) {
        return Optional.ofNullable(byKey.get(key(name)));
    }

    private String hint(String name) {
        List<String> known = devices.stream().map(Device::name).toList();
        List<String> near = NearNames.near(name, known, HINT_COUNT);
        return near.isEmpty()
                ? "Known devices: " + String.join(", ", known) + "."
                : "Maybe " + String.join(" or ", near) + ".";
    }

    private static Stream<String> names(Device device) {
        return Stream.concat(Stream.of(device.name()), device.aliases().stream());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    private static LinkLatencies latencies(YamlNode section) {
        Map<LinkKind, Double> micros = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.values()) {
            if (kind != LinkKind.NONE) {
                micros.put(kind, section.quantity(kind.label(), Dimension.MICROS));
            }
        }
        section.text("source");
        return new LinkLatencies(micros);
    }

    private static String resource() {
        try (InputStream stream = DeviceTable.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
