package org.stepcast.core.hardware;

import java.util.Map;

/** Latency of one hop of each kind of link, where a file does not give its own. */
record LinkLatencies(Map<LinkKind, Double> latencyMicros) {

    LinkLatencies {
        latencyMicros = Map.copyOf(latencyMicros);
    }

    double micros(LinkKind kind) {
        return latencyMicros.getOrDefault(kind, 0.0);
    }
}
