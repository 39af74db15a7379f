package org.stepcast.estimator.config;

import static org.stepcast.estimator.config.NamedJob.broken;
import static org.stepcast.estimator.config.NamedJob.extended;

import java.util.List;

/** Single values of the named form that are of the wrong type, out of range, without a unit or unknown. */
final class BadNamedValues {

    private BadNamedValues() {}

    static List<BadInput> all() {
        return List.of(
                broken("word as a number", "layers: 32", "layers: many", "model.layers (many) must be a whole number"),
                broken(
                        "negative",
                        "tensor: 2",
                        "tensor: -2",
                        "parallel.tensor (-2) must be a whole number from 1 to 65536"),
                broken("zero", "pipeline: 4", "pipeline: 0", "parallel.pipeline (0) must be a whole number from 1 to"),
                broken("fraction", "micro: 1", "micro: 1.5", "batch.micro (1.5) must be a whole number from 1 to"),
                broken(
                        "huge",
                        "gpu_count: 64",
                        "gpu_count: 99999999999999999999999",
                        "cluster.gpu_count (99999999999999999999999) must be a whole number from 1 to"),
                broken(
                        "too large",
                        "layers: 32",
                        "layers: 3000000",
                        "model.layers (3000000) must be",
                        "from 1 to 100000"),
                broken("quoted number", "heads: 32", "heads: \"32\"", "model.heads (32) must be a whole number"),
                broken("list as a number", "micro: 1", "micro: [1]", "batch.micro ([1]) must be a whole number"),
                broken(
                        "unknown schedule",
                        "data: 8",
                        "data: 8, schedule: gpipe",
                        "parallel.schedule (gpipe) must be one of",
                        "all_forward_all_backward, 1f1b, interleaved_1f1b, zero_bubble"),
                broken(
                        "unknown sharding",
                        "data: 8",
                        "data: 8, sharding: zero4",
                        "parallel.sharding (zero4) must be one of none, zero1, zero2, zero3, fsdp, hsdp"),
                broken(
                        "number as a flag",
                        "data: 8",
                        "data: 8, sequence_parallel: 1",
                        "parallel.sequence_parallel (1) must be true or false"),
                broken(
                        "word as a flag",
                        "data: 8",
                        "data: 8, overlap: {tensor: yes}",
                        "parallel.overlap.tensor (yes) must be true or false"),
                broken(
                        "unknown precision",
                        "precision: bf16",
                        "precision: int8",
                        "job.yml: precision (int8) must be one of fp32, fp16, bf16, fp8"),
                BadInput.job(
                        "precision that the device lacks",
                        BadInput.edit(NamedJob.with("h100-sxm", "a100-sxm"), "bf16", "fp8"),
                        "job.yml: precision (fp8) is not one that A100-SXM4-80GB computes in",
                        "It has fp32, tf32, fp16, bf16"),
                BadInput.job(
                        "dispatch over links that the nodes lack",
                        NamedJob.with("name: h100-sxm", "name: L40S") + "framework: {expert_dispatch: deep_ep}\n",
                        "job.yml: framework.expert_dispatch (deep_ep) needs NVLink",
                        "Try all_to_all."),
                extended(
                        "unknown recompute",
                        "recompute: half",
                        "recompute (half) must be one of none, selective, full"),
                extended(
                        "unknown offload",
                        "offload: disk",
                        "offload (disk) must be one of none, optimizer, optimizer_and_parameters"),
                extended(
                        "unknown attention",
                        "attention: flash9",
                        "attention (flash9) must be one of unfused, flash1, flash2, flash3, flash"),
                extended(
                        "unknown framework",
                        "framework: {name: megatron}",
                        "framework.name (megatron) must be one of megatron-lm, deepspeed, fsdp, torchtitan, gpt-neox"),
                extended(
                        "year before all",
                        "framework: {year: 1999}",
                        "framework.year (1999) must be a whole number from 2018"),
                extended(
                        "tokens without a unit",
                        "run: {tokens: 300000000000}",
                        "run.tokens (300000000000) must be a number with a unit",
                        "1.0T"),
                extended("tokens in bytes", "run: {tokens: 5 GB}", "run.tokens (5 GB) must be a number with a unit"),
                extended("tokens below zero", "run: {tokens: -1T}", "run.tokens (-1T) must be a number with a unit"),
                extended(
                        "price below zero",
                        "run: {tokens: 1T, gpu_hour_usd: -2}",
                        "run.gpu_hour_usd (-2) must be a number above 0"),
                extended(
                        "price with a unit",
                        "run: {tokens: 1T, gpu_hour_usd: 2 USD}",
                        "run.gpu_hour_usd (2 USD) must be a number above 0"),
                extended(
                        "calibration without provenance",
                        "calibration: 1.05",
                        "calibration (1.05) must be none, a mapping of factor and source, or a file"),
                extended("calibration without source", "calibration: {factor: 1.05}", "calibration.source is missing"),
                extended("calibration without factor", "calibration: {source: log}", "calibration.factor is missing"),
                extended(
                        "infinite calibration",
                        "calibration: {factor: .inf, source: log}",
                        "calibration.factor (Infinity) must be a number above 0"));
    }
}
