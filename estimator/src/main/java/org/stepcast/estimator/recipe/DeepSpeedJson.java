package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.Faults;

/** Writes a job as DeepSpeed's configuration and reads it back. */
final class DeepSpeedJson {

    private static final List<String> SHARDINGS = List.of("none", "zero1", "zero2", "zero3");

    private DeepSpeedJson() {}

    static void check(NamedKeys keys, Gaps gaps) {
        String sharding = keys.text("parallel.sharding");
        int stage = SHARDINGS.indexOf(sharding);
        gaps.addIf(stage < 0, keys, "parallel.sharding", "it shards by ZeRO: none, zero1, zero2 or zero3");
        gaps.addIf(
                keys.whole("parallel.pipeline", 1) > 1,
                keys,
                "parallel.pipeline",
                "stages are written in code (PipelineModule), not in its configuration; try megatron");
        gaps.addIf(
                keys.whole("parallel.context", 1) > 1,
                keys,
                "parallel.context",
                "its configuration does not divide sequences");
        gaps.addIf(
                keys.whole("parallel.expert", 1) > 1,
                keys,
                "parallel.expert",
                "expert-parallel groups are made in code, not in its configuration");
        gaps.addIf(
                keys.whole("parallel.tensor", 1) > 1 && stage == 3,
                keys,
                "parallel.tensor",
                "tensor parallelism (autotp_size) goes with ZeRO 0 to 2");
        gaps.addIf(
                keys.isOn("parallel.sequence_parallel"),
                keys,
                "parallel.sequence_parallel",
                "its tensor parallelism does not divide norms and residuals");
        for (String overlap : List.of("parallel.overlap.tensor", "parallel.overlap.expert")) {
            gaps.addIf(keys.isOn(overlap), keys, overlap, "it does not overlap these");
        }
        gaps.addIf(keys.text("precision").equals("fp8"), keys, "precision", "it trains in bf16, fp16 or fp32");
        gaps.addIf(
                keys.text("recompute").equals("selective"),
                keys,
                "recompute",
                "the model's gradient checkpointing recomputes whole layers: none or full");
        gaps.addIf(
                keys.text("offload").equals("optimizer_and_parameters") && stage != 3,
                keys,
                "offload",
                "parameters go to host memory with zero3 only");
        gaps.addIf(
                keys.text("offload").equals("optimizer") && stage == 0,
                keys,
                "offload",
                "optimizer states go to host memory with ZeRO only");
    }

    static Map<String, Object> of(RecipeJob job) {
        NamedKeys keys = job.keys();
        int stage = SHARDINGS.indexOf(keys.text("parallel.sharding"));
        NamedKeys json = new NamedKeys()
                .put("train_batch_size", keys.whole("batch.global", 1))
                .put("train_micro_batch_size_per_gpu", keys.whole("batch.micro", 1))
                .put("gradient_accumulation_steps", job.config().microBatchCount())
                .put("gradient_clipping", 1.0)
                .put("bf16.enabled", keys.text("precision").equals("bf16"))
                .put("fp16.enabled", keys.text("precision").equals("fp16"))
                .put("zero_optimization.stage", stage)
                .put("zero_optimization.overlap_comm", keys.isOn("parallel.overlap.gradient_reduce"))
                .put("zero_optimization.contiguous_gradients", true);
        if (!keys.text("offload").equals("none")) {
            json.put("zero_optimization.offload_optimizer.device", "cpu")
                    .put("zero_optimization.offload_optimizer.pin_memory", true);
        }
        if (keys.text("offload").equals("optimizer_and_parameters")) {
            json.put("zero_optimization.offload_param.device", "cpu")
                    .put("zero_optimization.offload_param.pin_memory", true);
        }
        if (stage == 3) {
            json.put("zero_optimization.stage3_gather_16bit_weights_on_model_save", true);
        }
        if (keys.whole("parallel.tensor", 1) > 1) {
            json.put("tensor_parallel.autotp_size", keys.whole("parallel.tensor", 1));
        }
        optimizer(job).forEach((name, value) -> json.put("optimizer." + name, value));
        json.put("steps_per_print", 10).put("wall_clock_breakdown", false);
        return json.nested();
    }

    private static Map<String, Object> optimizer(RecipeJob job) {
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("type", "AdamW");
        optimizer.put("params.lr", Double.parseDouble(job.learningRate()));
        optimizer.put("params.betas", List.of(0.9, 0.95));
        optimizer.put("params.eps", 1e-8);
        optimizer.put("params.weight_decay", 0.1);
        return optimizer;
    }

    static NamedKeys read(Map<String, Object> text, Faults faults) {
        NamedKeys json = NamedKeys.of(text);
        OptionNames names = OptionNames.of(LaunchFramework.DEEPSPEED);
        json.paths().forEach(path -> names.check(path, faults));
        int stage = Math.clamp(json.whole("zero_optimization.stage", 0), 0, 3);
        NamedKeys keys = new NamedKeys()
                .put("framework.name", "deepspeed")
                .put("parallel.tensor", json.whole("tensor_parallel.autotp_size", 1))
                .put("parallel.sharding", SHARDINGS.get(stage))
                .put("parallel.overlap.gradient_reduce", json.isOn("zero_optimization.overlap_comm"))
                .put("precision", json.isOn("bf16.enabled") ? "bf16" : json.isOn("fp16.enabled") ? "fp16" : "fp32")
                .put("offload", offload(json));
        putNumber(keys, "batch.micro", json, "train_micro_batch_size_per_gpu");
        putNumber(keys, "batch.global", json, "train_batch_size");
        return keys;
    }

    /** A size that is left to the trainer ("auto") stays unknown. */
    private static void putNumber(NamedKeys keys, String key, NamedKeys json, String name) {
        json.find(name).filter(Number.class::isInstance).ifPresent(value -> keys.put(key, value));
    }

    private static String offload(NamedKeys json) {
        if (isOnHost(json.text("zero_optimization.offload_param.device"))) {
            return "optimizer_and_parameters";
        }
        return isOnHost(json.text("zero_optimization.offload_optimizer.device")) ? "optimizer" : "none";
    }

    private static boolean isOnHost(String device) {
        return device.equals("cpu") || device.equals("nvme");
    }
}
