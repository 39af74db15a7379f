package org.stepcast.core.hardware;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** Reads the figures of one device; the built-in table and cluster files spell them alike. */
final class DeviceReader {

    private final YamlNode entry;
    private final Latencies latencies;
    private final Fallback fallback;

    DeviceReader(YamlNode entry, Latencies latencies, Fallback fallback) {
        this.entry = entry;
        this.latencies = latencies;
        this.fallback = fallback;
    }

    Device read(String name, List<String> aliases, Provenance provenance) {
        Map<Precision, Double> peaks = fallback.peaks(entry, givenPeaks(entry));
        return new Device(
                name,
                aliases,
                (long) quantity("memory", Dimension.BYTES, Device::memoryBytes),
                quantity("memory_bandwidth", Dimension.BYTES_PER_SECOND, Device::memoryBytesPerSecond),
                (long) quantity("l2", Dimension.BYTES, Device::l2Bytes),
                multiprocessorCount(peaks),
                quantity("power", Dimension.WATTS, Device::powerWatts),
                peaks,
                peerLink(),
                hostLink(),
                price(),
                fallback.provenance(provenance));
    }

    /** The peaks that the entry gives. */
    static Map<Precision, Double> givenPeaks(YamlNode entry) {
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        entry.optionalSection("peak").ifPresent(section -> {
            for (Precision precision : Precision.values()) {
                section.optionalQuantity(precision.label(), Dimension.FLOPS_PER_SECOND)
                        .ifPresent(peak -> peaks.put(precision, peak));
            }
        });
        return peaks;
    }

    private double quantity(String key, Dimension dimension, ToDoubleFunction<Device> ofLike) {
        OptionalDouble given = entry.optionalQuantity(key, dimension);
        return given.isPresent() ? given.getAsDouble() : fallback.quantity(entry, key, dimension, ofLike);
    }

    private int multiprocessorCount(Map<Precision, Double> peaks) {
        return entry.has("sm_count") ? entry.count("sm_count") : fallback.multiprocessorCount(entry, peaks);
    }

    private Link peerLink() {
        Link peer = fallback.peerLink();
        for (LinkKind kind : List.of(LinkKind.NVLINK, LinkKind.INFINITY_FABRIC)) {
            OptionalDouble rate = entry.optionalQuantity(kind.label(), Dimension.BYTES_PER_SECOND);
            if (rate.isPresent()) {
                peer = new Link(kind, rate.getAsDouble(), latencies.micros(kind));
            }
        }
        return peer;
    }

    private Link hostLink() {
        double rate = quantity(
                "pcie", Dimension.BYTES_PER_SECOND, device -> device.hostLink().bytesPerSecond());
        return new Link(LinkKind.PCIE, rate, latencies.micros(LinkKind.PCIE));
    }

    private HourlyPrice price() {
        return entry.optionalSection("price_per_hour")
                .<HourlyPrice>map(PriceTable::range)
                .orElseGet(fallback::price);
    }
}
