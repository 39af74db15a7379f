package org.stepcast.estimator.search;

import java.util.List;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * A job of which all plans can be tried, and what its framework can do, written down a second time.
 *
 * @param model in the named form, on machines of eight GPUs
 */
record SmallSpace(
        String framework,
        String model,
        long layers,
        long expertCount,
        String cluster,
        int gpuCount,
        long sequence,
        int globalBatch) {

    /** A dense LLaMA. */
    static SmallSpace of(String framework, long layers, String cluster, int gpuCount, long sequence, int globalBatch) {
        String model = "{preset: llama-3-8b, layers: " + layers + "}";
        return new SmallSpace(framework, model, layers, 1, cluster, gpuCount, sequence, globalBatch);
    }

    String head() {
        return "model: " + model + "\ncluster: {name: " + cluster + ", gpu_count: " + gpuCount + "}\nframework: {name: "
                + framework + "}\n";
    }

    boolean divides() {
        return !framework.equals("fsdp");
    }

    boolean dividesContext() {
        return List.of("megatron-lm", "torchtitan", "generic").contains(framework);
    }

    List<String> exchanges() {
        return framework.equals("torchtitan") ? List.of("ring") : List.of("ring", "all_to_all");
    }

    List<String> schedules() {
        return switch (framework) {
            case "megatron-lm" -> List.of("1f1b", "interleaved_1f1b");
            case "torchtitan" -> List.of("all_forward_all_backward", "1f1b", "interleaved_1f1b");
            case "generic" -> List.of("all_forward_all_backward", "1f1b", "interleaved_1f1b", "zero_bubble");
            default -> List.of("1f1b");
        };
    }

    /** Hybrid sharding would be plain sharding: all ranks are on one node. */
    List<String> shardings() {
        return switch (framework) {
            case "generic", "deepspeed" -> List.of("none", "zero1", "zero2", "zero3");
            case "fsdp" -> List.of("none", "zero2", "fsdp");
            case "torchtitan" -> List.of("none", "fsdp");
            default -> List.of("none", "zero1");
        };
    }

    boolean shardsPipelines() {
        return framework.equals("torchtitan");
    }

    List<String> offloads() {
        return switch (framework) {
            case "megatron-lm" -> List.of("none", "optimizer");
            case "gpt-neox" -> List.of("none");
            case "fsdp", "torchtitan" -> List.of("none", "optimizer_and_parameters");
            default -> List.of("none", "optimizer", "optimizer_and_parameters");
        };
    }

    /** What the reader takes and the space leaves out. */
    boolean isEvenOnNodesAndStages(TrainingConfig job) {
        long tensor = job.parallel().tensorSize();
        int perNode = job.cluster().node().deviceCount();
        boolean even = perNode % tensor == 0 || tensor % perNode == 0;
        return even
                && (!framework.equals("megatron-lm") || layers % job.parallel().pipelineSize() == 0);
    }
}
