package org.stepcast.estimator.timing;

import java.util.EnumMap;
import java.util.Map;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * What links reach where nothing was measured.
 *
 * @param linkFraction share of the rate between devices of a node that large messages reach
 * @param networkFraction the same between nodes
 * @param spreadFraction how far a time may lie from the truth, each way
 */
record LinkDefaults(
        double launchMicros, Map<LinkKind, Double> linkFraction, double networkFraction, double spreadFraction) {

    LinkDefaults {
        linkFraction = Map.copyOf(linkFraction);
    }

    static LinkDefaults read(YamlNode section) {
        section.text("source");
        YamlNode fractions = section.section("fraction");
        Map<LinkKind, Double> links = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.values()) {
            if (kind != LinkKind.NONE) {
                links.put(kind, fractions.optionalPositive(kind.label()).orElse(1));
            }
        }
        return new LinkDefaults(
                section.quantity("launch", Dimension.MICROS),
                links,
                fractions.optionalPositive("network").orElse(1),
                section.optionalPositive("spread").orElse(1));
    }

    double fraction(LinkKind kind) {
        return linkFraction.getOrDefault(kind, 1.0);
    }
}
