package org.stepcast.estimator.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.SampleSource;

/**
 * The cluster of a run: a built-in one by name, or one made from words: GPU, GPUs of a node, what joins them and the nodes.
 *
 * @param isNetworkKnown whether the words tell how fast the network is, or the run does not use it
 */
record RunCluster(KnownCluster known, boolean isNetworkKnown) {

    private static final Pattern ADAPTERS = Pattern.compile("(\\d+)\\s*x\\s*(\\d+)\\s*G", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOTAL = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*Gbps", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOMAIN = Pattern.compile("NVL(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final double BYTES_PER_GIGABIT = 1e9 / 8;

    Cluster cluster() {
        return known.cluster();
    }

    static RunCluster of(RunRow row, KnownClusters clusters) {
        Optional<String> name = row.text("cluster");
        if (name.isPresent()) {
            return new RunCluster(
                    clusters.find(name.get())
                            .orElseThrow(() ->
                                    new NotCoveredException("cluster (" + name.get() + ") is not a built-in one")),
                    true);
        }
        String gpu = row.requiredText("gpu");
        KnownCluster usual = clusters.find(gpu)
                .orElseThrow(() -> new NotCoveredException("gpu (" + gpu + ") is not in the table of devices"));
        return ofWords(row, usual.cluster());
    }

    private static RunCluster ofWords(RunRow row, Cluster usual) {
        Device device = usual.device();
        int perNode = (int) row.countOr("gpus_per_node", usual.node().deviceCount());
        String words = row.text("inter_node").orElse("");
        Matcher domain = DOMAIN.matcher(words);
        int joined = domain.find() ? Integer.parseInt(domain.group(1)) : perNode;
        Network usualNetwork = usual.network();
        Optional<Double> perNodeRate = bytesPerSecond(words);
        Network network = perNodeRate.isEmpty()
                ? usualNetwork
                : new Network(
                        kind(words, usualNetwork.kind()), perNodeRate.get() / perNode, usualNetwork.latencyMicros());
        boolean pcie = row.word("intra_node").startsWith("pcie");
        Link link = pcie ? device.hostLink() : device.nodeLink();
        Cluster cluster = new Cluster(
                device.name(), device, new Node(joined, link), network, Provenance.of("words of a run"), List.of());
        boolean stays = row.required("gpus") <= joined;
        return new RunCluster(
                new KnownCluster(cluster, new SampleSource.FiguresOnly(), Optional.empty()),
                stays || perNodeRate.isPresent() || joined > perNode);
    }

    /** Of all adapters of a node, one direction; empty where the words do not say. */
    static Optional<Double> bytesPerSecond(String words) {
        Matcher adapters = ADAPTERS.matcher(words);
        if (adapters.find()) {
            return positive(Double.parseDouble(adapters.group(1)) * Double.parseDouble(adapters.group(2)));
        }
        Matcher total = TOTAL.matcher(words);
        return total.find() ? positive(Double.parseDouble(total.group(1))) : Optional.empty();
    }

    private static Optional<Double> positive(double gigabits) {
        return gigabits > 0 ? Optional.of(gigabits * BYTES_PER_GIGABIT) : Optional.empty();
    }

    static NetworkKind kind(String words, NetworkKind usual) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.startsWith("ib")) {
            return NetworkKind.INFINIBAND;
        }
        if (lower.startsWith("opa")) {
            return NetworkKind.OMNI_PATH;
        }
        if (lower.startsWith("roce") || lower.startsWith("rdma")) {
            return NetworkKind.ROCE;
        }
        if (lower.startsWith("slingshot")) {
            return NetworkKind.SLINGSHOT;
        }
        return lower.startsWith("eth") ? NetworkKind.ETHERNET : usual;
    }
}
