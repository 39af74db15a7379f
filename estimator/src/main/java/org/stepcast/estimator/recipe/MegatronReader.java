package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.Map;
import org.stepcast.core.error.Faults;
import org.stepcast.estimator.recipe.MegatronOptions.Option;

/** Reads model and plan from Megatron-LM's arguments; what is not given is as Megatron-LM has it by default. */
final class MegatronReader {

    private final Map<String, String> arguments;
    private final Faults faults;
    private final NamedKeys keys = new NamedKeys();

    private MegatronReader(Map<String, String> arguments, Faults faults) {
        this.arguments = arguments;
        this.faults = faults;
    }

    static NamedKeys read(Map<String, String> arguments, Faults faults) {
        OptionNames names = OptionNames.of(LaunchFramework.MEGATRON);
        arguments.keySet().forEach(name -> names.check(name, faults));
        MegatronReader reader = new MegatronReader(arguments, faults);
        reader.keys.put("framework.name", "megatron-lm");
        MegatronOptions.NUMBERS.forEach(reader::number);
        MegatronOptions.FLAGS.forEach(reader::flag);
        reader.model();
        reader.experts();
        reader.plan();
        reader.execution();
        return reader.keys;
    }

    private void number(Option option) {
        String text = arguments.getOrDefault(option.name(), "");
        if (text.matches("\\d+")) {
            keys.put(option.key(), Long.parseLong(text));
        } else if (text.matches("\\d+\\.\\d+")) {
            keys.put(option.key(), Double.parseDouble(text));
        } else if (has(option.name())) {
            faults.add(option.name() + " (" + text + ") must be a number.");
        }
    }

    private void flag(Option option) {
        boolean optional = option.key().startsWith("model.") || option.key().startsWith("parallel.count_");
        if (has(option.name()) || !optional) {
            keys.put(option.key(), has(option.name()));
        }
    }

    private void model() {
        if (!has("--multi-latent-attention")) {
            long heads = keys.whole("model.heads", 1);
            keys.put("model.kv_heads", has("--group-query-attention") ? whole("--num-query-groups", 1) : heads);
            byDefault("model.head_size", keys.whole("model.hidden_size", heads) / heads);
        }
        long hidden = keys.whole("model.hidden_size", 1);
        byDefault("model.feed_forward_size", has("--swiglu") ? 8 * hidden / 3 / 64 * 64 : 4 * hidden);
        keys.put("model.activation", has("--swiglu") ? "swiglu" : "gelu");
        keys.put(
                "model.normalization",
                value("--normalization", "LayerNorm").equals("RMSNorm") ? "rms_norm" : "layer_norm");
        boolean rotary = has("--use-rotary-position-embeddings")
                || value("--position-embedding-type", "learned_absolute").equals("rope");
        keys.put("model.positions", rotary ? "rotary" : "learned");
        if (!rotary) {
            keys.put("model.position_count", whole("--max-position-embeddings", 1));
        }
        keys.put("model.tied_embeddings", !has("--untie-embeddings-and-output-weights"));
        keys.put(
                "model.biases",
                has("--add-qkv-bias") ? "query_key_value" : has("--disable-bias-linear") ? "none" : "all");
        keys.put("model.residual", "sequential");
        if (has("--window-size")) {
            keys.put("model.attention_window", firstNumber(value("--window-size", "0")) + 1);
        }
    }

    private void experts() {
        if (!has("--num-experts")) {
            keys.remove("parallel.expert");
            keys.remove("parallel.expert_tensor");
            return;
        }
        byDefault("model.moe.hidden_size", keys.whole("model.feed_forward_size", 1));
        byDefault("model.moe.top_k", 2L);
        byDefault("parallel.expert", 1L);
        byDefault("parallel.expert_tensor", keys.whole("parallel.tensor", 1));
        if (keys.has("model.moe.shared_size")) {
            keys.put("model.moe.shared_gate", false);
        }
        if (value("--moe-token-dispatcher-type", "alltoall").equals("flex")) {
            keys.put("framework.expert_dispatch", "deep_ep");
        }
        String pattern = value("--moe-layer-freq", "1");
        ExpertLayers.read(pattern, keys.whole("model.layers", 1))
                .ifPresentOrElse(
                        layers -> keys.put("model.moe.dense_layers", layers.denseCount())
                                .put("model.moe.layer_period", layers.periodCount()),
                        () -> faults.add("--moe-layer-freq (" + pattern
                                + ") must be some layers without experts, then every layer or the last of each"
                                + " so many."));
    }

    private void plan() {
        List.of("parallel.tensor", "parallel.pipeline", "parallel.context", "batch.micro")
                .forEach(key -> byDefault(key, 1L));
        if (has("--pipeline-model-parallel-layout")) {
            List<Long> counts = StageLayout.read(value("--pipeline-model-parallel-layout", ""));
            keys.put("parallel.layers_per_stage", counts);
            keys.put("parallel.virtual_stages", counts.size() / keys.whole("parallel.pipeline", 1));
        }
        if (has("--num-layers-per-virtual-pipeline-stage")) {
            long each = whole("--num-layers-per-virtual-pipeline-stage", 1);
            keys.put(
                    "parallel.virtual_stages",
                    Math.max(1, keys.whole("model.layers", 1) / (each * keys.whole("parallel.pipeline", 1))));
        }
        byDefault("parallel.virtual_stages", 1L);
        keys.put("parallel.schedule", keys.whole("parallel.virtual_stages", 1) > 1 ? "interleaved_1f1b" : "1f1b");
        keys.put("parallel.sharding", sharding());
        if (keys.whole("parallel.context", 1) > 1) {
            keys.put("parallel.context_exchange", value("--cp-comm-type", "p2p").equals("a2a") ? "all_to_all" : "ring");
        }
    }

    private String sharding() {
        if (has("--use-torch-fsdp2")) {
            return "fsdp";
        }
        return switch (value("--data-parallel-sharding-strategy", "no_shard")) {
            case "optim_grads" -> "zero2";
            case "optim_grads_params" -> "zero3";
            default -> has("--use-distributed-optimizer") ? "zero1" : "none";
        };
    }

    private void execution() {
        keys.put("precision", has("--fp8-format") ? "fp8" : has("--bf16") ? "bf16" : has("--fp16") ? "fp16" : "fp32");
        keys.put("recompute", has("--recompute-activations") ? "selective" : value("--recompute-granularity", "none"));
        keys.put("offload", has("--optimizer-cpu-offload") ? "optimizer" : "none");
        keys.put("attention", value("--attention-backend", "auto").equals("unfused") ? "unfused" : "flash");
    }

    private void byDefault(String key, long value) {
        if (!keys.has(key)) {
            keys.put(key, value);
        }
    }

    private boolean has(String name) {
        return arguments.containsKey(name);
    }

    private String value(String name, String byDefault) {
        return arguments.getOrDefault(name, byDefault);
    }

    private long whole(String name, long byDefault) {
        return has(name) ? firstNumber(value(name, "")) : byDefault;
    }

    private static long firstNumber(String text) {
        String digits = text.replaceAll("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 18 ? 1 : Long.parseLong(digits);
    }
}
