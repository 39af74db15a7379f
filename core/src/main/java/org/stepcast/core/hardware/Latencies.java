package org.stepcast.core.hardware;

import java.util.EnumMap;
import java.util.Map;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** Latency of one hop of each kind of link and network, where a file does not give its own. */
record Latencies(Map<LinkKind, Double> linkMicros, Map<NetworkKind, Double> networkMicros) {

    Latencies {
        linkMicros = Map.copyOf(linkMicros);
        networkMicros = Map.copyOf(networkMicros);
    }

    static Latencies read(YamlNode section) {
        section.text("source");
        Map<LinkKind, Double> links = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.connecting()) {
            links.put(kind, section.quantity(kind.label(), Dimension.MICROS));
        }
        Map<NetworkKind, Double> networks = new EnumMap<>(NetworkKind.class);
        for (NetworkKind kind : NetworkKind.connecting()) {
            networks.put(kind, section.quantity(kind.label(), Dimension.MICROS));
        }
        return new Latencies(links, networks);
    }

    double micros(LinkKind kind) {
        return linkMicros.getOrDefault(kind, 0.0);
    }

    double micros(NetworkKind kind) {
        return networkMicros.getOrDefault(kind, 0.0);
    }
}
