package org.stepcast.core.hardware;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** For the built-in table: a figure that is left out is a fault, a link that is left out does not exist. */
record NothingMissing(HourlyPrice price) implements Fallback {

    @Override
    public double quantity(YamlNode entry, String key, Dimension dimension, ToDoubleFunction<Device> ofLike) {
        return entry.quantity(key, dimension);
    }

    @Override
    public int multiprocessorCount(YamlNode entry, Map<Precision, Double> peaks) {
        return entry.count("sm_count");
    }

    @Override
    public Map<Precision, Double> peaks(YamlNode entry, Map<Precision, Double> given) {
        if (given.isEmpty()) {
            entry.fault("peak", "must name at least one precision");
            return Map.of(Precision.FP32, 1.0);
        }
        return given;
    }

    @Override
    public Link peerLink() {
        return Link.none();
    }

    @Override
    public Provenance provenance(Provenance given) {
        return given;
    }
}
