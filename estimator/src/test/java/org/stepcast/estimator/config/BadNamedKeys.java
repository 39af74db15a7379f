package org.stepcast.estimator.config;

import static org.stepcast.estimator.config.NamedJob.broken;
import static org.stepcast.estimator.config.NamedJob.extended;

import java.util.List;

/** Keys of the named form that are unknown or missing, and sections that are none. */
final class BadNamedKeys {

    private BadNamedKeys() {}

    static List<BadInput> all() {
        return List.of(
                broken(
                        "misspelt key",
                        "precision: bf16",
                        "presision: bf16",
                        "job.yml: presision (bf16) is not a known key",
                        "Maybe precision is meant"),
                extended(
                        "key like none",
                        "zzzzzz: 1",
                        "job.yml: zzzzzz (1) is not a known key",
                        "Known keys: attention, "),
                extended("key of the published form", "comm_bucket: 5", "job.yml: comm_bucket (5) is not a known key"),
                broken(
                        "unknown key of the model",
                        "{layers: 32,",
                        "{layers: 32, normalisation: x,",
                        "job.yml: model.normalisation (x) is not a known key",
                        "Maybe normalization is meant"),
                broken(
                        "unknown key of the cluster",
                        "gpu_count: 64",
                        "gpu_count: 64, gpu_counts: 64",
                        "job.yml: cluster.gpu_counts (64) is not a known key",
                        "Maybe gpu_count is meant"),
                broken(
                        "unknown key of the plan",
                        "data: 8",
                        "data: 8, pipelines: 2",
                        "job.yml: parallel.pipelines (2) is not a known key",
                        "Maybe pipeline is meant"),
                broken(
                        "unknown overlap",
                        "data: 8",
                        "data: 8, overlap: {gradients_reduce: true}",
                        "job.yml: parallel.overlap.gradients_reduce (true) is not a known key",
                        "Maybe gradient_reduce is meant"),
                broken(
                        "unknown key of the batch",
                        "micro: 1",
                        "micro: 1, micros: 1",
                        "job.yml: batch.micros (1) is not a known key",
                        "Maybe micro is meant"),
                extended(
                        "unknown key of the framework",
                        "framework: {name: nemo, version: 2}",
                        "job.yml: framework.version (2) is not a known key",
                        "Known keys: compile, cuda_graphs, expert_dispatch, fused_loss, name, year"),
                extended(
                        "unknown key of the run",
                        "run: {tokens: 1T, gpu_hour_eur: 2}",
                        "job.yml: run.gpu_hour_eur (2) is not a known key",
                        "Maybe gpu_hour_usd is meant"),
                extended(
                        "unknown key of the calibration",
                        "calibration: {factor: 1.02, source: log, sauce: log}",
                        "job.yml: calibration.sauce (log) is not a known key",
                        "Maybe source is meant"),
                broken(
                                "no model",
                                "model: {",
                                "framework: {name: nemo}\nrun: {tokens: 1T}\nm: {",
                                "job.yml: model is missing")
                        .withFaults(2),
                broken("no batch", "batch:", "b:", "job.yml: batch is missing", "job.yml: b (")
                        .withFaults(2),
                broken("no cluster", "cluster:", "c:", "job.yml: cluster is missing", "job.yml: c (")
                        .withFaults(2),
                broken("no layers", "layers: 32, ", "", "job.yml: model.layers is missing"),
                broken(
                        "no sequence length",
                        "sequence_length: 4096, ",
                        "",
                        "job.yml: batch.sequence_length is missing"),
                broken("no global batch", ", global: 512", "", "job.yml: batch.global is missing"),
                broken("key without a value", "layers: 32", "layers:", "job.yml: model.layers is missing"),
                extended("no tokens", "run: {gpu_hour_usd: 2}", "job.yml: run.tokens is missing"),
                broken(
                        "list in place of a section",
                        "parallel: {tensor: 2, pipeline: 4, data: 8}",
                        "parallel: [2, 4, 8]",
                        "job.yml: parallel ([2, 4, 8]) must be a mapping"),
                broken(
                        "number in place of a section",
                        "batch: {sequence_length: 4096, micro: 1, global: 512}",
                        "batch: 512",
                        "job.yml: batch (512) must be a mapping"),
                broken(
                        "list in place of a model",
                        "model: {layers: 32, hidden_size: 4096, heads: 32, kv_heads: 8, vocabulary_size: 32000}",
                        "model: [gpt2]",
                        "job.yml: model ([gpt2]) must be text"));
    }
}
