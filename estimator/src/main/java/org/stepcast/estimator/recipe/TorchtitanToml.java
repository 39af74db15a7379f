package org.stepcast.estimator.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.estimator.recipe.TorchtitanFlavors.Flavor;

/** Writes a job as torchtitan's configuration. */
final class TorchtitanToml {

    private final RecipeJob job;
    private final NamedKeys keys;
    private final Map<String, Map<String, Object>> sections = new LinkedHashMap<>();

    private TorchtitanToml(RecipeJob job) {
        this.job = job;
        this.keys = job.keys();
    }

    /** The sections of a job that {@link #check} found nothing against. */
    static Map<String, Map<String, Object>> sections(RecipeJob job) {
        TorchtitanToml toml = new TorchtitanToml(job);
        toml.model();
        toml.training();
        toml.parallelism();
        toml.rest();
        return toml.sections;
    }

    static String text(RecipeJob job) {
        StringBuilder text = new StringBuilder("# " + job.origin() + "\n# Steps: " + job.stepRemark() + ".\n");
        sections(job).forEach((name, values) -> {
            text.append("\n[").append(name).append("]\n");
            values.forEach((key, value) ->
                    text.append(key).append(" = ").append(toml(value)).append('\n'));
        });
        return text.toString();
    }

    static void check(RecipeJob job, Gaps gaps) {
        NamedKeys keys = job.keys();
        String sharding = keys.text("parallel.sharding");
        gaps.addIf(
                TorchtitanFlavors.ofPreset(job.config().model().name()).isEmpty(),
                keys,
                "model.name",
                "its models are " + TorchtitanFlavors.names());
        gaps.addIf(
                !List.of("none", "fsdp", "hsdp").contains(sharding),
                keys,
                "parallel.sharding",
                "it shards by FSDP: none, fsdp or hsdp");
        gaps.addIf(
                keys.whole("parallel.tensor", 1) > 1 && !keys.isOn("parallel.sequence_parallel"),
                keys,
                "parallel.sequence_parallel",
                "its tensor parallelism is always sequence parallel");
        gaps.addIf(
                keys.text("parallel.context_exchange").equals("all_to_all"),
                keys,
                "parallel.context_exchange",
                "keys and values travel, heads do not; use ring");
        gaps.addIf(
                !sharding.equals("none")
                        && !(keys.isOn("parallel.overlap.gradient_reduce")
                                && keys.isOn("parallel.overlap.parameter_gather")),
                keys,
                "parallel.overlap.gradient_reduce",
                "FSDP always overlaps reduction and gathering");
        gaps.addIf(
                keys.isOn("parallel.overlap.tensor") && !keys.isOn("framework.compile"),
                keys,
                "parallel.overlap.tensor",
                "asynchronous tensor parallelism needs framework.compile");
        gaps.addIf(keys.isOn("parallel.overlap.expert"), keys, "parallel.overlap.expert", "it does not overlap these");
        gaps.addIf(
                keys.text("framework.expert_dispatch").equals("deep_ep"),
                keys,
                "framework.expert_dispatch",
                "its experts exchange tokens by NCCL; use all_to_all");
        gaps.addIf(
                keys.text("parallel.schedule").equals("zero_bubble"),
                keys,
                "parallel.schedule",
                "its zero bubbles need virtual stages, which jobs here do not have with them");
        gaps.addIf(
                stageLayers(keys).isEmpty(),
                keys,
                "parallel.pipeline",
                "does not divide the layers evenly; give parallel.layers_per_stage");
        gaps.addIf(keys.text("precision").equals("fp16"), keys, "precision", "it trains in bf16, fp8 or fp32");
        gaps.addIf(
                keys.text("offload").equals("optimizer"),
                keys,
                "offload",
                "it offloads parameters, gradients and optimizer states together");
        gaps.addIf(keys.text("attention").equals("unfused"), keys, "attention", "it calls fused attention");
    }

    private void model() {
        Flavor flavor = TorchtitanFlavors.ofPreset(job.config().model().name()).orElseThrow();
        put("job", "description", flavor.preset() + ", " + job.config().deviceCount() + " GPUs");
        put("job", "dump_folder", "./outputs");
        put("model", "name", flavor.model());
        put("model", "flavor", flavor.name());
        put("model", "tokenizer_path", "./assets/tokenizer/" + tokenizerFolder() + "/original/tokenizer.model");
        put("model", "converters", keys.text("precision").equals("fp8") ? List.of("float8") : List.of());
    }

    /** Where prepare.sh puts it: the model's name on the hub without its owner. */
    private String tokenizerFolder() {
        return job.hubName().substring(job.hubName().indexOf('/') + 1);
    }

    private void training() {
        boolean piped = keys.whole("parallel.pipeline", 1) > 1;
        long micro = keys.whole("batch.micro", 1);
        put("training", "local_batch_size", piped ? micro * job.config().microBatchCount() : micro);
        put("training", "global_batch_size", keys.whole("batch.global", 1));
        put("training", "seq_len", keys.whole("batch.sequence_length", 1));
        put("training", "steps", job.stepCount());
        put("training", "max_norm", 1.0);
        put("training", "mixed_precision_param", keys.text("precision").equals("fp32") ? "float32" : "bfloat16");
        put("training", "mixed_precision_reduce", "float32");
        put("training", "enable_cpu_offload", keys.text("offload").equals("optimizer_and_parameters"));
        put("training", "compile", keys.isOn("framework.compile"));
        put("training", "dataset", "c4");
    }

    private void parallelism() {
        String part = "parallelism";
        long data = keys.whole("parallel.data", 1);
        long replicas = switch (keys.text("parallel.sharding")) {
            case "none" -> data;
            case "hsdp" -> Math.max(1, data / Math.min(data, job.nodeDeviceCount()));
            default -> 1;
        };
        put(part, "data_parallel_replicate_degree", replicas);
        put(part, "data_parallel_shard_degree", keys.text("parallel.sharding").equals("none") ? 1 : data / replicas);
        put(part, "tensor_parallel_degree", keys.whole("parallel.tensor", 1));
        put(part, "enable_async_tensor_parallel", keys.isOn("parallel.overlap.tensor"));
        put(part, "pipeline_parallel_degree", keys.whole("parallel.pipeline", 1));
        if (keys.whole("parallel.pipeline", 1) > 1) {
            put(part, "pipeline_parallel_schedule", schedule());
            put(part, "pipeline_parallel_microbatch_size", keys.whole("batch.micro", 1));
            put(part, "pipeline_parallel_split_points", splitPoints(stageLayers(keys)));
        }
        put(part, "context_parallel_degree", keys.whole("parallel.context", 1));
    }

    private void rest() {
        put("activation_checkpoint", "mode", keys.text("recompute"));
        if (keys.text("recompute").equals("selective")) {
            put("activation_checkpoint", "selective_ac_option", "op");
        }
        put("optimizer", "name", "AdamW");
        put("optimizer", "lr", Double.parseDouble(job.learningRate()));
        put("lr_scheduler", "warmup_steps", job.warmupStepCount());
        put("checkpoint", "enable_checkpoint", true);
        put("checkpoint", "folder", "checkpoint");
        put("checkpoint", "interval", 500L);
        put("metrics", "log_freq", 10L);
    }

    private String schedule() {
        return switch (keys.text("parallel.schedule")) {
            case "all_forward_all_backward" -> "GPipe";
            case "interleaved_1f1b" -> "Interleaved1F1B";
            default -> "1F1B";
        };
    }

    /** The first layer of every part of the pipeline but the first. */
    private static List<String> splitPoints(List<Long> layers) {
        long[] first = {0};
        return layers.subList(0, layers.size() - 1).stream()
                .map(count -> "layers." + (first[0] += count))
                .toList();
    }

    /** Layers of each part of the pipeline; empty where no even division gives them. */
    private static List<Long> stageLayers(NamedKeys keys) {
        if (keys.has("parallel.layers_per_stage")) {
            return keys.wholes("parallel.layers_per_stage");
        }
        int parts = (int) (keys.whole("parallel.pipeline", 1) * keys.whole("parallel.virtual_stages", 1));
        long layers = keys.whole("model.layers", 1);
        return layers % parts == 0 ? Collections.nCopies(parts, layers / parts) : List.of();
    }

    private void put(String section, String key, Object value) {
        sections.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(key, value);
    }

    private static String toml(Object value) {
        return switch (value) {
            case String text -> "\"" + text + "\"";
            case List<?> list -> list.stream().map(TorchtitanToml::toml).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }
}
