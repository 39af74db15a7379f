package org.stepcast.core.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.error.NotCoveredException;

/** Devices by name and alias. Letter case, spaces, underscores and hyphens do not count in a name. */
public final class DeviceTable {

    private static final int HINT_COUNT = 4;

    private final Latencies latencies;
    private final List<TableEntry> entries;
    private final Map<String, TableEntry> byKey = new LinkedHashMap<>();

    DeviceTable(Latencies latencies, List<TableEntry> entries) {
        this.latencies = latencies;
        this.entries = List.copyOf(entries);
        for (TableEntry entry : entries) {
            names(entry.device()).map(DeviceTable::key).distinct().forEach(key -> register(key, entry));
        }
    }

    /** The table that ships with Stepcast, in the order of its file. */
    public static DeviceTable builtIn() {
        return DeviceTableReader.builtIn();
    }

    /** This table and the device of {@code cluster}, if it is not in it. */
    public DeviceTable with(Cluster cluster) {
        if (find(cluster.device().name()).isPresent()) {
            return this;
        }
        List<TableEntry> more = new ArrayList<>(entries);
        UsualSystem system = new UsualSystem(cluster.name(), cluster.node(), cluster.network());
        more.add(new TableEntry(cluster.device(), system));
        return new DeviceTable(latencies, more);
    }

    public List<Device> devices() {
        return entries.stream().map(TableEntry::device).toList();
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
        return Optional.ofNullable(byKey.get(key(name))).map(TableEntry::device);
    }

    /** The machine that {@code device}, or else the device of the table nearest to it, is usually found in. */
    public UsualSystem usualSystem(Device device) {
        return Optional.ofNullable(byKey.get(key(device.name())))
                .orElseGet(() -> nearestEntry(Nearness.figures(device)))
                .system();
    }

    /** The device most like one of which {@code figures} are known. */
    Device nearest(Map<String, Double> figures) {
        return nearestEntry(figures).device();
    }

    Latencies latencies() {
        return latencies;
    }

    /** What to try instead of {@code name}. */
    String hint(String name) {
        List<String> known = devices().stream().map(Device::name).toList();
        List<String> near = NearNames.near(name, known, HINT_COUNT);
        return near.isEmpty()
                ? "Known devices: " + String.join(", ", known) + "."
                : "Maybe " + String.join(" or ", near) + ".";
    }

    private TableEntry nearestEntry(Map<String, Double> figures) {
        return entries.stream()
                .min(Nearness.comparing(figures, TableEntry::device))
                .orElseThrow();
    }

    private void register(String key, TableEntry entry) {
        if (byKey.putIfAbsent(key, entry) != null) {
            throw new IllegalArgumentException(entry.device().name() + " has a name that another device has: " + key);
        }
    }

    private static Stream<String> names(Device device) {
        return Stream.concat(Stream.of(device.name()), device.aliases().stream());
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }
}
