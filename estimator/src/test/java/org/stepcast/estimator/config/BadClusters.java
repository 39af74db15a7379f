package org.stepcast.estimator.config;

import java.util.List;

/** Clusters that are unknown, wrong, or too small for a job. */
final class BadClusters {

    private static final String FILE = "mine/cluster.yml";
    private static final String CLUSTER = """
            name: mine
            device: H100-SXM5-80GB
            node: {gpu_count: 8, link: {kind: nvlink, bandwidth: 450 GB/s}}
            network: {kind: infiniband, bandwidth: 50 GB/s}
            source: our own
            """;

    private BadClusters() {}

    static List<BadInput> all() {
        return List.of(
                job(
                        "unknown cluster",
                        "{name: h100-smx}",
                        "job.yml: cluster.name (h100-smx) is not a known cluster",
                        "Maybe h100-sxm"),
                job(
                        "cluster like none",
                        "{name: qqqqqqqqqqqqqqqqqqqqqqqq}",
                        "cluster.name (qqqqqqqqqqqqqqqqqqqqqqqq) is not a known cluster",
                        "Known clusters: a100-sxm, ",
                        "or the path of a cluster.yml"),
                job("no name", "{gpu_count: 16}", "job.yml: cluster.name is missing"),
                job("list as a name", "{name: [h100-sxm]}", "job.yml: cluster.name ([h100-sxm]) must be text"),
                job("name in place of a section", "h100-sxm", "job.yml: cluster (h100-sxm) must be a mapping"),
                job(
                        "figures beside a name",
                        "{name: h100-sxm, memory: 80 GB}",
                        "job.yml: cluster.memory (80 GB) is not a known key"),
                job(
                        "missing file",
                        "{name: absent/cluster.yml}",
                        "job.yml: cluster.name (absent/cluster.yml) is not a known cluster",
                        "Looked in"),
                job("unknown device", "{device: H1000-SXM9}", "job.yml: cluster.device (H1000-SXM9) "),
                job(
                        "memory without a unit",
                        "{device: {name: X, memory: 80, peak: {bf16: 312 TFLOPS}}}",
                        "job.yml: cluster.device.memory (80) must be a number with a unit"),
                job(
                        "bandwidth in FLOPS",
                        "{device: H100, network: {kind: infiniband, bandwidth: 50 TFLOPS}}",
                        "job.yml: cluster.network.bandwidth (50 TFLOPS) must be a number with a unit"),
                job(
                        "unknown network",
                        "{device: H100, network: {kind: token_ring, bandwidth: 1 GB/s}}",
                        "job.yml: cluster.network.kind (token_ring) must be one of infiniband"),
                job(
                        "unknown figure",
                        "{device: {name: H100, speed: 1}}",
                        "job.yml: cluster.device.speed (1) is not a known key"),
                job(
                        "more devices than the one node has",
                        "{device: H100, node: {gpu_count: 8}, network: {kind: none}}",
                        "job.yml: cluster.gpu_count (16) must be at most 8",
                        "network"),
                file("unknown key", CLUSTER + "colour: green\n", "cluster.yml: colour (green) is not a known key"),
                file("no name", BadInput.edit(CLUSTER, "name: mine\n", ""), "cluster.yml: name is missing"),
                file("no device", BadInput.edit(CLUSTER, "device: H100-SXM5-80GB\n", ""), "cluster.yml: device"),
                file(
                        "zero devices",
                        BadInput.edit(CLUSTER, "gpu_count: 8", "gpu_count: 0"),
                        "cluster.yml: node.gpu_count (0) must be a whole number"),
                file(
                        "bandwidth without a unit",
                        BadInput.edit(CLUSTER, "bandwidth: 50 GB/s", "bandwidth: 50"),
                        "cluster.yml: network.bandwidth (50) must be a number with a unit"),
                file(
                        "unknown link",
                        BadInput.edit(CLUSTER, "nvlink", "nvlinks"),
                        "cluster.yml: node.link.kind (nvlinks) must be one of"),
                file(
                                "two faults",
                                BadInput.edit(
                                        BadInput.edit(CLUSTER, "gpu_count: 8", "gpu_count: -1"),
                                        "bandwidth: 50 GB/s",
                                        "bandwidth: 50 GB"),
                                "cluster.yml: node.gpu_count (-1)",
                                "cluster.yml: network.bandwidth (50 GB)")
                        .withFaults(2),
                file("garbled", "name: [", "cluster.yml: line "),
                file("empty", "", "cluster.yml: must hold a mapping"));
    }

    private static BadInput job(String name, String cluster, String... fragments) {
        String counted = cluster.startsWith("{") && !cluster.contains("{gpu_count: 16")
                ? cluster.replaceFirst("\\{", "{gpu_count: 16, ")
                : cluster;
        return BadInput.job("cluster: " + name, text(counted), fragments);
    }

    private static BadInput file(String name, String cluster, String... fragments) {
        return BadInput.job("cluster.yml: " + name, text("{gpu_count: 16, name: mine}"), fragments)
                .beside(FILE, cluster);
    }

    private static String text(String cluster) {
        return "model: llama-2-7b\ncluster: " + cluster + "\nbatch: {sequence_length: 4096, global: 64}\n";
    }
}
