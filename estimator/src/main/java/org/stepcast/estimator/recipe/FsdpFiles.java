package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.quantity.YamlFile;

/** Writes a job for PyTorch FSDP2: Accelerate's configuration, and the trainer's arguments. */
final class FsdpFiles {

    private static final List<String> SHARDINGS = List.of("zero2", "zero3", "fsdp", "hsdp");

    private FsdpFiles() {}

    static void check(NamedKeys keys, Gaps gaps) {
        for (String split : List.of("tensor", "pipeline", "context", "expert")) {
            String key = "parallel." + split;
            gaps.addIf(keys.whole(key, 1) > 1, keys, key, "FSDP alone divides a job over data-parallel ranks");
        }
        gaps.addIf(
                !SHARDINGS.contains(keys.text("parallel.sharding")),
                keys,
                "parallel.sharding",
                "FSDP shards gradients with optimizer states: zero2, zero3, fsdp or hsdp");
        for (String overlap : List.of("gradient_reduce", "parameter_gather")) {
            String key = "parallel.overlap." + overlap;
            gaps.addIf(!keys.isOn(key), keys, key, "FSDP2 always sends beside compute");
        }
        gaps.addIf(keys.text("precision").equals("fp8"), keys, "precision", "it trains in bf16, fp16 or fp32");
        gaps.addIf(
                keys.text("recompute").equals("selective"),
                keys,
                "recompute",
                "activation checkpointing recomputes whole layers: none or full");
        gaps.addIf(
                keys.text("offload").equals("optimizer"),
                keys,
                "offload",
                "it offloads parameters, gradients and optimizer states together");
    }

    /** Accelerate's configuration of a job that {@link #check} found nothing against. */
    static String accelerate(RecipeJob job) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("compute_environment", "LOCAL_MACHINE");
        top.put("distributed_type", "FSDP");
        top.put("mixed_precision", mixedPrecision(job.keys()));
        top.put("num_machines", job.nodeCount());
        top.put("num_processes", job.config().deviceCount());
        top.put("machine_rank", 0);
        top.put("main_training_function", "main");
        top.put("rdzv_backend", "static");
        top.put("same_network", true);
        top.put("use_cpu", false);
        top.put("fsdp_config", fsdp(job.keys()));
        if (!mesh(job).isEmpty()) {
            top.put("parallelism_config", mesh(job));
        }
        return "# " + job.origin() + "\n# run-accelerate.sh overrides machine_rank and names the first node.\n"
                + YamlFile.text(top);
    }

    static Map<String, Object> fsdp(NamedKeys keys) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("fsdp_version", 2);
        options.put(
                "fsdp_reshard_after_forward", !keys.text("parallel.sharding").equals("zero2"));
        options.put("fsdp_auto_wrap_policy", "TRANSFORMER_BASED_WRAP");
        options.put("fsdp_offload_params", keys.text("offload").equals("optimizer_and_parameters"));
        options.put("fsdp_state_dict_type", "SHARDED_STATE_DICT");
        options.put("fsdp_cpu_ram_efficient_loading", true);
        options.put("fsdp_activation_checkpointing", keys.text("recompute").equals("full"));
        return options;
    }

    /** Replicas of the whole and parts of each, where nodes have one replica each; else empty. */
    static Map<String, Object> mesh(RecipeJob job) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (job.keys().text("parallel.sharding").equals("hsdp")) {
            options.put("parallelism_config_dp_replicate_size", job.nodeCount());
            options.put("parallelism_config_dp_shard_size", job.nodeDeviceCount());
        }
        return options;
    }

    private static String mixedPrecision(NamedKeys keys) {
        String precision = keys.text("precision");
        return precision.equals("fp32") ? "no" : precision;
    }
}
