package org.stepcast.core.hardware;

import java.util.List;

/**
 * Equal nodes of equal devices, as many as a job asks for.
 *
 * @param samples what was measured on it; empty for a cluster known by its figures alone
 */
public record Cluster(
        String name, Device device, Node node, Network network, Provenance provenance, List<SampleCredit> samples) {

    public Cluster {
        samples = List.copyOf(samples);
    }
}
