package org.stepcast.core.hardware;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** What stands in for the figures of a device that its entry leaves out. */
interface Fallback {

    /** A figure with a unit; {@code ofLike} takes the same figure from another device. */
    double quantity(YamlNode entry, String key, Dimension dimension, ToDoubleFunction<Device> ofLike);

    int multiprocessorCount(YamlNode entry, Map<Precision, Double> peaks);

    /** The peaks of all precisions that the device has, from those that are given. */
    Map<Precision, Double> peaks(YamlNode entry, Map<Precision, Double> given);

    Link peerLink();

    HourlyPrice price();

    /** The provenance of the device, once all figures are read; {@code given} is that of the file. */
    Provenance provenance(Provenance given);
}
