package org.stepcast.estimator.timing;

import java.util.Comparator;
import java.util.List;
import org.stepcast.core.hardware.Device;

/** A sampled cluster that may stand in for another one, and how unlike their devices are. */
record Reference(SampledCluster cluster, double distance) {

    /** All clusters, those with devices like {@code device} first. */
    static List<Reference> nearest(List<SampledCluster> clusters, Device device) {
        return clusters.stream()
                .map(source -> new Reference(
                        source, DeviceDistance.between(device, source.cluster().device())))
                .sorted(Comparator.comparingDouble(Reference::distance)
                        .thenComparing(
                                reference -> reference.cluster().cluster().name()))
                .toList();
    }
}
