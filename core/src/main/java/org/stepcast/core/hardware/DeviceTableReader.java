package org.stepcast.core.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Reads the data file of the built-in table. */
final class DeviceTableReader {

    private static final String FILE = "devices.yml";

    private DeviceTableReader() {}

    static DeviceTable builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        PriceTable prices = PriceTable.builtIn();
        Latencies latencies = Latencies.read(file.section("latency"));
        List<TableEntry> entries = new ArrayList<>();
        for (YamlNode entry : file.sections("devices")) {
            Device device = device(entry, latencies, prices);
            entries.add(new TableEntry(device, system(entry.section("system"), device, latencies)));
        }
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return new DeviceTable(latencies, entries);
    }

    private static Device device(YamlNode entry, Latencies latencies, PriceTable prices) {
        Provenance provenance = new Provenance(entry.text("source"), entry.texts("low_confidence"), List.of());
        String name = entry.text("name");
        HourlyPrice price = prices.find(name)
                .<HourlyPrice>map(range -> range)
                .orElseGet(() -> new HourlyPrice.Unknown("no public offer is listed"));
        return new DeviceReader(entry, latencies, new NothingMissing(price))
                .read(name, entry.texts("aliases"), provenance);
    }

    private static UsualSystem system(YamlNode section, Device device, Latencies latencies) {
        NetworkKind kind = section.oneOf("network", NetworkKind.connecting(), NetworkKind::label);
        Network network =
                new Network(kind, section.quantity("bandwidth", Dimension.BYTES_PER_SECOND), latencies.micros(kind));
        return new UsualSystem(section.text("name"), new Node(section.count("gpu_count"), device.nodeLink()), network);
    }

    private static String resource() {
        try (InputStream stream = DeviceTableReader.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
