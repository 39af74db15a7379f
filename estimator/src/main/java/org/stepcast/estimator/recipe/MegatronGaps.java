package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.Set;

/** What Megatron-LM, and Megatron-Bridge on the same core, cannot do. */
final class MegatronGaps {

    private static final Set<String> ACTIVATIONS = Set.of("gelu", "swiglu");
    private static final Set<String> NORMS = Set.of("layer_norm", "rms_norm");
    private static final Set<String> BIASES = Set.of("none", "query_key_value", "all");
    private static final Set<String> SCHEDULES = Set.of("1f1b", "interleaved_1f1b");

    private MegatronGaps() {}

    static void check(NamedKeys keys, Gaps gaps) {
        checkModel(keys, gaps);
        checkPlan(keys, gaps);
        gaps.addIf(
                keys.text("offload").equals("optimizer_and_parameters"),
                keys,
                "offload",
                "only optimizer states go to host memory (--optimizer-cpu-offload)");
        gaps.addIf(
                keys.text("offload").equals("optimizer")
                        && keys.text("parallel.sharding").equals("none"),
                keys,
                "offload",
                "--optimizer-cpu-offload needs the distributed optimizer, parallel.sharding zero1");
    }

    private static void checkModel(NamedKeys keys, Gaps gaps) {
        gaps.addIf(
                !ACTIVATIONS.contains(keys.text("model.activation")),
                keys,
                "model.activation",
                "its options are GELU and --swiglu");
        gaps.addIf(
                !NORMS.contains(keys.text("model.normalization")),
                keys,
                "model.normalization",
                "its norms are LayerNorm and RMSNorm, fused and with all their weights");
        gaps.addIf(keys.text("model.positions").equals("alibi"), keys, "model.positions", "it has no ALiBi");
        gaps.addIf(
                !BIASES.contains(keys.text("model.biases")),
                keys,
                "model.biases",
                "linear layers have all biases, none, or that of queries, keys and values");
        gaps.addIf(
                !keys.text("model.residual").equals("sequential"),
                keys,
                "model.residual",
                "attention and MLP do not run side by side");
        gaps.addIf(keys.isOn("model.embedding_norm"), keys, "model.embedding_norm", "no norm follows the embedding");
        gaps.addIf(keys.text("model.attention_mask").equals("full"), keys, "model.attention_mask", "its GPT is causal");
        gaps.addIf(keys.isOn("model.moe.shared_gate"), keys, "model.moe.shared_gate", "shared experts have no gate");
    }

    private static void checkPlan(NamedKeys keys, Gaps gaps) {
        String sharding = keys.text("parallel.sharding");
        gaps.addIf(
                !SCHEDULES.contains(keys.text("parallel.schedule")),
                keys,
                "parallel.schedule",
                "its schedules are 1F1B and interleaved 1F1B");
        gaps.addIf(
                sharding.equals("hsdp"), keys, "parallel.sharding", "its options do not tell hsdp; try fsdp or zero3");
        gaps.addIf(
                sharding.equals("fsdp") && keys.whole("parallel.pipeline", 1) > 1,
                keys,
                "parallel.sharding",
                "--use-torch-fsdp2 does not go with pipeline parallelism");
        gaps.addIf(
                sharding.equals("fsdp")
                        && (keys.whole("parallel.expert", 1) > 1
                                || keys.isOn("model.tied_embeddings")
                                || keys.text("precision").equals("fp16")),
                keys,
                "parallel.sharding",
                "--use-torch-fsdp2 does not go with expert parallelism, tied embeddings or fp16");
        gaps.addIf(
                keys.isOn("parallel.overlap.parameter_gather")
                        && !keys.isOn("parallel.overlap.gradient_reduce")
                        && !List.of("none", "fsdp").contains(sharding),
                keys,
                "parallel.overlap.parameter_gather",
                "--overlap-param-gather needs --overlap-grad-reduce");
        gaps.addIf(
                keys.whole("batch.sequence_length", 1) % (2 * keys.whole("parallel.context", 1)) != 0
                        && keys.whole("parallel.context", 1) > 1,
                keys,
                "parallel.context",
                "twice as many ranks must divide the sequence length");
        gaps.addIf(
                unevenStages(keys),
                keys,
                "parallel.pipeline",
                "does not divide the layers (" + keys.whole("model.layers", 1)
                        + ") evenly; give parallel.layers_per_stage");
        gaps.addIf(
                keys.isOn("parallel.overlap.tensor") && !keys.isOn("parallel.sequence_parallel"),
                keys,
                "parallel.overlap.tensor",
                "--tp-comm-overlap needs sequence parallelism");
        boolean uncut = keys.whole("parallel.pipeline", 1) > 1 && keys.whole("parallel.virtual_stages", 1) == 1;
        gaps.addIf(
                keys.isOn("parallel.overlap.expert")
                        && (uncut
                                || keys.whole("parallel.expert", 1) == 1
                                || keys.text("recompute").equals("full")),
                keys,
                "parallel.overlap.expert",
                "--overlap-moe-expert-parallel-comm needs expert parallelism, virtual stages where there is a pipeline,"
                        + " and no full recomputation");
    }

    private static boolean unevenStages(NamedKeys keys) {
        long counted = (keys.isOn("parallel.count_embedding_as_layer") ? 1L : 0L)
                + (keys.isOn("parallel.count_output_layer_as_layer") ? 1L : 0L);
        long parts = keys.whole("parallel.pipeline", 1) * keys.whole("parallel.virtual_stages", 1);
        return !keys.has("parallel.layers_per_stage") && (keys.whole("model.layers", 1) + counted) % parts != 0;
    }
}
