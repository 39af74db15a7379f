package org.stepcast.estimator.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.Network.Rails;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.estimator.config.SampleSource.Catalogue;
import org.stepcast.estimator.config.SampleSource.FiguresOnly;
import org.stepcast.estimator.config.SampleSource.SampleFolders;

/** The cluster of a job under the keys of the named form: its name, its folder, or else its figures. */
final class ClusterMapping {

    private final KnownClusters known;

    ClusterMapping(KnownClusters known) {
        this.known = known;
    }

    Map<String, Object> of(TrainingConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Cluster cluster = config.cluster();
        boolean named = known.find(cluster.name())
                .filter(found -> found.cluster().equals(cluster))
                .filter(found -> found.samples().equals(config.samples()))
                .isPresent();
        if (named) {
            keys.put("name", cluster.name());
        } else {
            switch (config.samples()) {
                case Catalogue catalogue -> keys.put("name", catalogue.folder().toString());
                case FiguresOnly none -> keys.putAll(figures(cluster));
                case SampleFolders folders ->
                    throw new NotCoveredException(config.source()
                            + ": the named form cannot name folders of samples (" + folders.operatorFolder()
                            + ").\n  Fit them with stepcast fit, and name the cluster that it writes.");
            }
        }
        keys.put(Size.GPU_COUNT.key(), config.deviceCount());
        return keys;
    }

    /** Device, node and network. */
    static Map<String, Object> figures(Cluster cluster) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", cluster.name());
        keys.put("device", device(cluster.device()));
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("gpu_count", cluster.node().deviceCount());
        if (cluster.node().link().exists()) {
            node.put("link", link(cluster.node().link()));
        }
        cluster.node()
                .acrossSocketsBytesPerSecond()
                .ifPresent(rate -> node.put("across_sockets", Dimension.BYTES_PER_SECOND.exactText(rate)));
        keys.put("node", node);
        keys.put("network", network(cluster.network()));
        Provenance provenance = cluster.provenance();
        keys.put("source", provenance.source());
        if (!provenance.lowConfidenceFields().isEmpty()) {
            keys.put("low_confidence", provenance.lowConfidenceFields());
        }
        return keys;
    }

    private static Map<String, Object> device(Device device) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", device.name());
        keys.put("memory", Dimension.BYTES.exactText(device.memoryBytes()));
        keys.put("memory_bandwidth", Dimension.BYTES_PER_SECOND.exactText(device.memoryBytesPerSecond()));
        keys.put("l2", Dimension.BYTES.exactText(device.l2Bytes()));
        keys.put("sm_count", device.multiprocessorCount());
        keys.put("power", Dimension.WATTS.exactText(device.powerWatts()));
        Map<String, Object> peaks = new LinkedHashMap<>();
        device.peakFlopsPerSecond()
                .forEach((precision, peak) -> peaks.put(precision.label(), Dimension.FLOPS_PER_SECOND.exactText(peak)));
        keys.put("peak", peaks);
        putRate(keys, device.peerLink());
        putRate(keys, device.hostLink());
        if (device.price() instanceof HourlyPrice.Range range) {
            Map<String, Object> price = new LinkedHashMap<>();
            price.put("low_usd", range.lowDollars());
            price.put("high_usd", range.highDollars());
            price.put("date", range.date());
            price.put("source", range.source());
            keys.put("price_per_hour", price);
        }
        return keys;
    }

    private static void putRate(Map<String, Object> keys, Link link) {
        if (link.exists()) {
            keys.put(link.kind().label(), Dimension.BYTES_PER_SECOND.exactText(link.bytesPerSecond()));
        }
    }

    private static Map<String, Object> link(Link link) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("kind", link.kind().label());
        keys.put("bandwidth", Dimension.BYTES_PER_SECOND.exactText(link.bytesPerSecond()));
        keys.put("latency", Dimension.MICROS.exactText(link.latencyMicros()));
        return keys;
    }

    private static Map<String, Object> network(Network network) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("kind", network.kind().label());
        if (network.exists()) {
            keys.put("bandwidth", Dimension.BYTES_PER_SECOND.exactText(network.bytesPerSecond()));
            keys.put("latency", Dimension.MICROS.exactText(network.latencyMicros()));
            keys.put("oversubscription", network.oversubscriptionFactor());
            keys.put("separate_rails", network.rails() == Rails.SEPARATE);
        }
        return keys;
    }
}
