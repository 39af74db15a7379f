package org.stepcast.estimator.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** Jobs for tests, and their launch files in a folder. */
final class RecipeJobs {

    static final ReadOptions OPTIONS = new ReadOptions(
            List.of(Path.of("..", "regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of(""));

    private RecipeJobs() {}

    static TrainingConfig read(Path folder, String text) throws IOException {
        return new ConfigReader(OPTIONS).read(Files.writeString(folder.resolve("job.yml"), text));
    }

    /** Writes the recipe of a job into {@code folder}. */
    static void write(Path folder, TrainingConfig job, LaunchFramework framework) throws IOException {
        for (LaunchFile file : new Recipes(OPTIONS, "test").of(job, framework)) {
            Files.writeString(folder.resolve(file.name()), file.text());
        }
    }

    static TrainingConfig readBack(Path launchFile) {
        return new ConfigReader(OPTIONS)
                .readNamed(launchFile, LaunchFileReader.named(launchFile).orElseThrow());
    }

    /** Every combination of these for Megatron-LM that is sound. */
    static Stream<String> megatronJobs() {
        return Stream.of(
                job("llama-2-7b", "tensor: 2, pipeline: 4, sequence_parallel: true", "recompute: selective"),
                job("llama-2-7b", "sharding: none, overlap: {gradient_reduce: false, parameter_gather: false}", ""),
                job("llama-2-7b", "tensor: 4, sharding: zero2", "precision: fp8\nrecompute: full"),
                job("llama-2-7b", "sharding: zero3", "offload: optimizer"),
                job("llama-2-7b", "sharding: fsdp", "attention: flash2"),
                job("llama-3-8b", "pipeline: 4, virtual_stages: 2, schedule: interleaved_1f1b", "attention: unfused"),
                job("llama-3-8b", "pipeline: 4, layers_per_stage: [7, 9, 9, 7]", "precision: fp32"),
                job(
                        "llama-3-8b",
                        "pipeline: 2, virtual_stages: 2, schedule: interleaved_1f1b, layers_per_stage: [7, 9, 9, 7]",
                        ""),
                job("llama-3-8b", "context: 2, context_exchange: all_to_all", "run: {tokens: 1.0T, gpu_hour_usd: 2.5}"),
                job("llama-3-70b", "tensor: 8, pipeline: 2, sequence_parallel: true, overlap: {tensor: true}", ""),
                job(
                        "llama-3.1-405b",
                        "tensor: 8, pipeline: 8, count_embedding_as_layer: true,"
                                + " count_output_layer_as_layer: true",
                        ""),
                job("gpt-3-175b", "tensor: 8, pipeline: 8", "framework: {name: megatron-lm, year: 2021}"),
                job("mixtral-8x7b", "tensor: 2, expert: 4, expert_tensor: 1", ""),
                job("deepseek-v2-lite", "expert: 8", "recompute: full"),
                job("deepseek-v3", "expert: 64", ""),
                job(
                        "deepseek-v2-lite",
                        "expert: 16",
                        "framework: {name: megatron-lm, year: 2025, expert_dispatch: deep_ep}"),
                job("qwen3-30b-a3b", "tensor: 4, expert: 8, sequence_parallel: true", ""),
                job("qwen3-30b-a3b", "expert: 8, overlap: {expert: true}", ""),
                job("mistral-7b", "context: 2", "calibration: {factor: 1.1, source: a run}"));
    }

    private static String job(String preset, String parallel, String rest) {
        String framework = rest.contains("framework") ? "" : "framework: {name: megatron-lm, year: 2025}\n";
        return "model: {preset: " + preset + "}\ncluster: {name: h100-sxm, gpu_count: 64}\nparallel: {" + parallel
                + "}\nbatch: {sequence_length: 2048, micro: 1, global: 512}\n" + framework + rest + "\n";
    }

    static Stream<String> torchtitanJobs() {
        return megatronLike(
                "torchtitan",
                List.of(
                        "sharding: fsdp",
                        "sharding: hsdp",
                        "sharding: none, tensor: 8, sequence_parallel: true",
                        "tensor: 8, sequence_parallel: true, context: 2",
                        "tensor: 2, sequence_parallel: true, pipeline: 4",
                        "pipeline: 4, virtual_stages: 2, schedule: interleaved_1f1b",
                        "pipeline: 4, schedule: all_forward_all_backward",
                        "pipeline: 4, layers_per_stage: [7, 9, 9, 7]"));
    }

    static Stream<String> deepSpeedJobs() {
        return megatronLike(
                "deepspeed",
                List.of(
                        "sharding: none",
                        "sharding: zero1",
                        "sharding: zero2",
                        "sharding: zero3",
                        "sharding: zero2, tensor: 2"));
    }

    static Stream<String> fsdpJobs() {
        return megatronLike("fsdp", List.of("sharding: fsdp", "sharding: hsdp", "sharding: zero2", "sharding: zero3"));
    }

    private static Stream<String> megatronLike(String framework, List<String> plans) {
        return plans.stream()
                .flatMap(plan -> Stream.of("llama-3-8b", "llama-3.1-8b")
                        .flatMap(preset -> Stream.of("recompute: none", "recompute: full")
                                .map(rest -> job(
                                        preset, plan, rest + "\nframework: {name: " + framework + ", year: 2025}"))));
    }
}
