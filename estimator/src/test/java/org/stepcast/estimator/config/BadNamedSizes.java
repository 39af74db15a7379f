package org.stepcast.estimator.config;

import static org.stepcast.estimator.config.NamedJob.broken;

import java.util.List;

/** Sizes of the named form that do not fit together. */
final class BadNamedSizes {

    private BadNamedSizes() {}

    static List<BadInput> all() {
        return List.of(
                broken(
                        "tensor does not divide heads",
                        "tensor: 2, pipeline: 4, data: 8",
                        "tensor: 64, pipeline: 1, data: 1",
                        "job.yml: parallel.tensor (64) must divide the head count (32)",
                        "Maybe use 32."),
                BadInput.job(
                        "tensor does not divide key-value heads",
                        NamedJob.with("heads: 32, kv_heads: 8", "heads: 36, head_size: 128, kv_heads: 6")
                                .replace("tensor: 2, pipeline: 4, data: 8", "tensor: 4, pipeline: 4, data: 4"),
                        "job.yml: parallel.tensor (4) must divide the key-value head count (6) or be a multiple of it",
                        "Maybe use 3 or 6."),
                broken(
                        "key-value heads do not divide heads",
                        "kv_heads: 8",
                        "kv_heads: 6",
                        "job.yml: model.kv_heads (6) must divide the head count (32)",
                        "Maybe use 4 or 8."),
                broken(
                        "heads do not divide the hidden size",
                        "hidden_size: 4096",
                        "feed_forward_size: 11008, hidden_size: 4100",
                        "job.yml: model.heads (32) must divide the hidden size (4100)",
                        "Maybe use 25 or 41."),
                broken(
                        "tensor does not divide the MLP",
                        "layers: 32",
                        "layers: 32, feed_forward_size: 11009",
                        "job.yml: parallel.tensor (2) must divide the feed-forward size (11009)",
                        "Maybe use 1 or 101."),
                broken(
                        "more stages than layers",
                        "layers: 32",
                        "layers: 3",
                        "job.yml: parallel.pipeline (4) must be at most the layer count (3)",
                        "Maybe use 3."),
                broken(
                        "more chunks than layers",
                        "data: 8",
                        "data: 8, virtual_stages: 9, schedule: interleaved_1f1b",
                        "job.yml: parallel.pipeline (4) times the virtual stages (9) must be at most the layer count (32)",
                        "Maybe use 3."),
                broken(
                        "GPU count is not the product",
                        "gpu_count: 64",
                        "gpu_count: 60",
                        "job.yml: cluster.gpu_count (60) must be tensor · pipeline · context · data (2 · 4 · 1 · 8 = 64)",
                        "Maybe use 64"),
                BadInput.job(
                        "GPU count leaves a part of a replica",
                        NamedJob.with("gpu_count: 64", "gpu_count: 60").replace(", data: 8", ""),
                        "job.yml: cluster.gpu_count (60) must be a multiple of tensor · pipeline · context (8)",
                        "Maybe use 56 or 64."),
                broken(
                        "global batch leaves a part of a micro-batch",
                        "global: 512",
                        "global: 100",
                        "job.yml: batch.global (100) must be a multiple of micro · data (1 · 8 = 8)",
                        "Maybe use 96 or 104."),
                broken(
                        "global batch below one micro-batch each",
                        "micro: 1, global: 512",
                        "micro: 128, global: 512",
                        "job.yml: batch.global (512) must be a multiple of micro · data (128 · 8 = 1024)",
                        "Maybe use 1024."),
                BadInput.job(
                        "context does not divide the sequence",
                        NamedJob.with("data: 8", "context: 3").replace("gpu_count: 64", "gpu_count: 24"),
                        "job.yml: parallel.context (3) must divide the sequence length (4096)",
                        "Maybe use 2 or 4."),
                BadInput.job(
                        "tensor does not divide the sequence",
                        NamedJob.with("data: 8", "data: 8, sequence_parallel: true")
                                .replace("sequence_length: 4096", "sequence_length: 4095"),
                        "job.yml: parallel.tensor (2) must divide the sequence length (4095)",
                        "Maybe use 1 or 3."),
                broken(
                        "experts divided that are not there",
                        "data: 8",
                        "data: 8, expert: 4",
                        "job.yml: parallel.expert (4) must divide the expert count (1)"),
                BadInput.job(
                        "expert does not divide a stage",
                        NamedJob.with("layers: 32", "layers: 32, moe: {experts: 12, top_k: 2}")
                                .replace("data: 8", "data: 8, expert: 3, expert_tensor: 1"),
                        "job.yml: parallel.expert (3) must divide tensor · context · data (16)",
                        "Maybe use 2 or 4."),
                BadInput.job(
                        "expert and expert-tensor do not divide a stage",
                        NamedJob.with("layers: 32", "layers: 32, moe: {experts: 16, top_k: 2}")
                                .replace("data: 8", "data: 8, expert: 16"),
                        "job.yml: parallel.expert (16) times expert_tensor (2) must divide tensor · context · data (16)",
                        "Maybe use 8."),
                broken(
                        "layers of too few stages",
                        "data: 8",
                        "data: 8, layers_per_stage: [16, 16]",
                        "job.yml: parallel.layers_per_stage ([16, 16]) must be 4 whole numbers"),
                broken(
                        "layers that do not add up",
                        "data: 8",
                        "data: 8, layers_per_stage: [8, 8, 8, 9]",
                        "job.yml: parallel.layers_per_stage ([8, 8, 8, 9]) must add up to the layer count (32)"),
                broken(
                        "given and counted layers",
                        "data: 8",
                        "data: 8, layers_per_stage: [8, 8, 8, 8], count_embedding_as_layer: true",
                        "job.yml: parallel.layers_per_stage ([8, 8, 8, 8]) cannot go with tables counted as layers"),
                BadInput.job(
                        "context does not divide the heads",
                        NamedJob.with("data: 8", "data: 1, context: 32, context_exchange: all_to_all")
                                .replace("gpu_count: 64", "gpu_count: 256"),
                        "job.yml: parallel.context (32) must divide the heads of a tensor-parallel rank (16)",
                        "Maybe use 16."),
                broken(
                        "virtual stages without interleaving",
                        "data: 8",
                        "data: 8, virtual_stages: 2",
                        "job.yml: parallel.virtual_stages (2) must be 1 with schedule 1f1b",
                        "Maybe use interleaved_1f1b."),
                broken(
                        "interleaving without virtual stages",
                        "data: 8",
                        "data: 8, schedule: interleaved_1f1b",
                        "job.yml: parallel.virtual_stages (1) must be at least 2 with schedule interleaved_1f1b"),
                BadInput.job(
                        "virtual stages without a pipeline",
                        NamedJob.with(
                                "pipeline: 4, data: 8",
                                "pipeline: 1, data: 32, virtual_stages: 2, schedule: interleaved_1f1b"),
                        "job.yml: parallel.virtual_stages (2) must be 1 without pipeline parallelism"),
                broken(
                        "sequence longer than the learned positions",
                        "layers: 32",
                        "layers: 32, positions: learned, position_count: 2048",
                        "job.yml: batch.sequence_length (4096) must be at most the number of learned positions (2048)",
                        "Maybe set model.position_count."),
                broken(
                        "position count of rotary embedding",
                        "layers: 32",
                        "layers: 32, position_count: 2048",
                        "job.yml: model.position_count (2048) is only for learned positions"));
    }
}
