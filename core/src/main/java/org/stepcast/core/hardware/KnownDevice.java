package org.stepcast.core.hardware;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** For an entry whose name is in the table: what it leaves out is as the table has it. */
record KnownDevice(Device device) implements Fallback {

    @Override
    public double quantity(YamlNode entry, String key, Dimension dimension, ToDoubleFunction<Device> ofLike) {
        return ofLike.applyAsDouble(device);
    }

    @Override
    public int multiprocessorCount(YamlNode entry, Map<Precision, Double> peaks) {
        return device.multiprocessorCount();
    }

    @Override
    public Map<Precision, Double> peaks(YamlNode entry, Map<Precision, Double> given) {
        Map<Precision, Double> peaks = new EnumMap<>(device.peakFlopsPerSecond());
        peaks.putAll(given);
        return peaks;
    }

    @Override
    public Link peerLink() {
        return device.peerLink();
    }

    @Override
    public Provenance provenance(Provenance given) {
        Provenance table = device.provenance();
        return new Provenance(given.source() + "; the rest: " + table.source(), table.lowConfidenceFields(), List.of());
    }

    @Override
    public HourlyPrice price() {
        return device.price();
    }
}
