package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/**
 * Reads the published form. What it leaves unsaid is what its samples and its formula stand for: GPT-NeoX with ZeRO-1 in
 * fp16, every layer recomputed. Source: estimate-train-time 0.1.0, its target functions and prediction.
 */
final class PublishedForm {

    /** The keys of the form; all are needed. */
    static final List<String> KEYS = List.of(
            "gpu_name",
            "operator_data_folder",
            "nccl_data_folder",
            "training_config",
            "comm_bucket",
            "encoders",
            "function_list",
            "encoder_function_list",
            "layernorm_name",
            "fwd_syncs",
            "bwd_syncs");

    private static final Precision PRECISION = Precision.FP16;
    private static final Framework FRAMEWORK = new Framework(FrameworkName.GPT_NEOX, 2023, Compile.OFF);
    private static final int MOST_SYNCS = 1_000;
    private static final long LARGEST_BUCKET = 1L << 50;

    private final Path file;
    private final Faults faults;
    private final YamlNode top;
    private final PublishedSamples samples;

    PublishedForm(Path file, ReadOptions options) {
        this.file = file;
        this.faults = new Faults(file.toString());
        this.top = YamlFile.read(file, faults);
        this.samples = new PublishedSamples(
                top, options.clusters(), options.devices(), new FolderSearch(file, options.workingDirectory()));
    }

    TrainingConfig read() {
        Sizes sizes = PublishedSizes.read(top);
        PublishedFunctions functions = PublishedFunctions.read(top);
        PublishedJob job = job(sizes, functions);
        Optional<KnownCluster> known = samples.cluster();
        known.ifPresent(found -> checkNode(found.cluster(), sizes));
        new PlanRules(sizes, Size::publishedPath, faults).check();
        top.rejectUnknownKeys();
        faults.throwIfAny();

        Cluster cluster = ofJob(known.orElseThrow().cluster(), job);
        return new TrainingConfig(
                file.toString(),
                PublishedModel.of(name(), sizes, functions),
                cluster,
                known.orElseThrow().samples(),
                sizes.value(Size.GPU_COUNT),
                plan(sizes),
                new Batch(sizes.value(Size.SEQUENCE), sizes.value(Size.MICRO), sizes.value(Size.GLOBAL)),
                PRECISION,
                Recompute.FULL,
                Offload.NONE,
                functions.layersHave(PublishedOperator.FLASH_ATTENTION)
                        ? AttentionKernel.FLASH2
                        : AttentionKernel.UNFUSED,
                FRAMEWORK,
                Optional.empty(),
                Optional.empty(),
                Optional.of(job));
    }

    private PublishedJob job(Sizes sizes, PublishedFunctions functions) {
        return new PublishedJob(
                top.text("gpu_name"),
                functions.all(),
                functions.ofLayer(),
                functions.lastNorm(),
                whole("comm_bucket", 1, LARGEST_BUCKET),
                whole("fwd_syncs", 0, MOST_SYNCS),
                whole("bwd_syncs", 0, MOST_SYNCS),
                sizes.orOne(Size.NODE_GPUS));
    }

    private long whole(String key, long lowest, long highest) {
        if (!top.has(key)) {
            faults.add(key + " is missing.");
        }
        return top.optionalWhole(key, lowest, highest).orElse(lowest);
    }

    /** The all-reduce of gradients and the all-gather of parameters stand in the formula in full: of what a plan has, nothing overlaps. */
    private static ParallelPlan plan(Sizes sizes) {
        return new ParallelPlan(
                sizes.value(Size.TENSOR),
                sizes.value(Size.PIPELINE),
                sizes.value(Size.DATA),
                sizes.value(Size.CONTEXT),
                Defaults.CONTEXT_EXCHANGE,
                sizes.value(Size.EXPERT),
                sizes.value(Size.TENSOR),
                sizes.value(Size.VIRTUAL_STAGES),
                Defaults.STAGE_SPLIT,
                Schedule.ONE_FORWARD_ONE_BACKWARD,
                SequenceParallel.OFF,
                Sharding.ZERO1,
                Set.of(Overlap.LAYER_PREFETCH));
    }

    /** A node of which only an estimate is known may be of any size. */
    private void checkNode(Cluster cluster, Sizes sizes) {
        int present = cluster.node().deviceCount();
        boolean estimated = cluster.provenance().estimatedFields().stream()
                .anyMatch(estimate -> estimate.field().equals("node"));
        if (!estimated && sizes.orOne(Size.NODE_GPUS) > present) {
            faults.add(
                    Size.NODE_GPUS.publishedPath(),
                    sizes.value(Size.NODE_GPUS),
                    "must be at most the GPU count of a node of " + cluster.name() + " (" + present + ")",
                    "Maybe use " + present + ".");
        }
        if (sizes.orOne(Size.GPU_COUNT) > sizes.orOne(Size.NODE_GPUS)) {
            new ClusterRules(cluster, faults)
                    .checkDeviceCount(Size.GPU_COUNT.publishedPath(), sizes.value(Size.GPU_COUNT));
        }
    }

    /** The cluster with nodes as large as the job uses them. */
    private static Cluster ofJob(Cluster cluster, PublishedJob job) {
        Link link = cluster.node().link().exists()
                ? cluster.node().link()
                : cluster.device().nodeLink();
        return new Cluster(
                cluster.name(),
                cluster.device(),
                new Node((int) job.deviceCountPerNode(), link),
                cluster.network(),
                cluster.provenance(),
                cluster.samples());
    }

    /** {@code published llemma_7b_4_2_2_P}. */
    private String name() {
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        return "published " + (dot > 0 ? fileName.substring(0, dot) : fileName);
    }
}
