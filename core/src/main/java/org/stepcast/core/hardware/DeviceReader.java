package org.stepcast.core.hardware;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** Reads one entry of the built-in table, where every figure is given. */
final class DeviceReader {

    private final LinkLatencies latencies;

    DeviceReader(LinkLatencies latencies) {
        this.latencies = latencies;
    }

    Device read(YamlNode entry) {
        return new Device(
                entry.text("name"),
                entry.texts("aliases"),
                (long) entry.quantity("memory", Dimension.BYTES),
                entry.quantity("memory_bandwidth", Dimension.BYTES_PER_SECOND),
                (long) entry.quantity("l2", Dimension.BYTES),
                entry.count("sm_count"),
                entry.quantity("power", Dimension.WATTS),
                peaks(entry.section("peak")),
                peerLink(entry),
                link(LinkKind.PCIE, entry.quantity("pcie", Dimension.BYTES_PER_SECOND)),
                price(entry),
                new Provenance(entry.text("source"), entry.texts("low_confidence"), List.of()));
    }

    static Map<Precision, Double> peaks(YamlNode section) {
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            section.optionalQuantity(precision.label(), Dimension.FLOPS_PER_SECOND)
                    .ifPresent(peak -> peaks.put(precision, peak));
        }
        return peaks;
    }

    private Link peerLink(YamlNode entry) {
        for (LinkKind kind : List.of(LinkKind.NVLINK, LinkKind.INFINITY_FABRIC)) {
            OptionalDouble rate = entry.optionalQuantity(kind.label(), Dimension.BYTES_PER_SECOND);
            if (rate.isPresent()) {
                return link(kind, rate.getAsDouble());
            }
        }
        return Link.none();
    }

    private Link link(LinkKind kind, double bytesPerSecond) {
        return new Link(kind, bytesPerSecond, latencies.micros(kind));
    }

    private static HourlyPrice price(YamlNode entry) {
        return entry.optionalSection("price_per_hour")
                .<HourlyPrice>map(price -> new HourlyPrice.Range(
                        price.optionalPositive("low_usd").orElse(1),
                        price.optionalPositive("high_usd").orElse(1)))
                .orElse(new HourlyPrice.Unknown("no public offer is listed"));
    }
}
