package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stepcast.estimator.recipe.MegatronOptions.Option;

/** Writes model and plan of a job as Megatron-LM's arguments; the value of a flag is empty. */
final class MegatronArguments {

    private final NamedKeys keys;
    private final Map<String, String> arguments = new LinkedHashMap<>();

    private MegatronArguments(NamedKeys keys) {
        this.keys = keys;
    }

    /** The arguments of a job that {@link MegatronGaps} found nothing against. */
    static Map<String, String> of(NamedKeys keys) {
        MegatronArguments writer = new MegatronArguments(keys);
        MegatronOptions.NUMBERS.forEach(writer::addNumber);
        MegatronOptions.FLAGS.forEach(writer::addFlag);
        writer.addModel();
        writer.addExperts();
        writer.addPlan();
        writer.addExecution();
        return writer.arguments;
    }

    private void addNumber(Option option) {
        keys.find(option.key()).ifPresent(value -> add(option.name(), value.toString()));
        if (option.key().equals("parallel.virtual_stages") && keys.whole(option.key(), 1) == 1) {
            arguments.remove(option.name());
        }
    }

    private void addFlag(Option option) {
        addIf(keys.isOn(option.key()), option.name());
    }

    private void addModel() {
        long heads = keys.whole("model.kv_heads", keys.whole("model.heads", 1));
        if (heads < keys.whole("model.heads", 1)) {
            addIf(true, "--group-query-attention");
            add("--num-query-groups", Long.toString(heads));
        }
        addIf(keys.has("model.latent_attention.kv_rank"), "--multi-latent-attention");
        addIf(keys.text("model.activation").equals("swiglu"), "--swiglu");
        add("--normalization", keys.text("model.normalization").equals("rms_norm") ? "RMSNorm" : "LayerNorm");
        boolean learned = keys.text("model.positions").equals("learned");
        add("--position-embedding-type", learned ? "learned_absolute" : "rope");
        add("--max-position-embeddings", keys.text(learned ? "model.position_count" : "batch.sequence_length"));
        addIf(!keys.isOn("model.tied_embeddings"), "--untie-embeddings-and-output-weights");
        addIf(!keys.text("model.biases").equals("all"), "--disable-bias-linear");
        addIf(keys.text("model.biases").equals("query_key_value"), "--add-qkv-bias");
        keys.find("model.attention_window")
                .ifPresent(window -> add("--window-size", (keys.whole("model.attention_window", 1) - 1) + ",0"));
    }

    private void addExperts() {
        if (!keys.has("model.moe.experts")) {
            return;
        }
        ExpertLayers layers = new ExpertLayers(
                keys.whole("model.layers", 1),
                keys.whole("model.moe.dense_layers", 0),
                keys.whole("model.moe.layer_period", 1));
        add("--moe-layer-freq", layers.pattern());
        boolean deepEp = keys.text("framework.expert_dispatch").equals("deep_ep");
        add("--moe-token-dispatcher-type", deepEp ? "flex" : "alltoall");
        addIf(deepEp, "--moe-enable-deepep");
        addIf(keys.text("precision").equals("bf16") || keys.text("precision").equals("fp8"), "--moe-grouped-gemm");
        addIf(keys.has("model.moe.capacity_factor"), "--moe-pad-expert-input-to-capacity");
    }

    private void addPlan() {
        String sharding = keys.text("parallel.sharding");
        switch (sharding) {
            case "zero1" -> addIf(true, "--use-distributed-optimizer");
            case "zero2", "zero3" -> {
                addIf(true, "--use-distributed-optimizer");
                addIf(true, "--use-megatron-fsdp");
                add(
                        "--data-parallel-sharding-strategy",
                        sharding.equals("zero2") ? "optim_grads" : "optim_grads_params");
            }
            case "fsdp" -> {
                addIf(true, "--use-torch-fsdp2");
                addIf(true, "--no-gradient-accumulation-fusion");
                arguments.remove(
                        "--overlap-param-gather"); // FSDP2 does so by itself, and Megatron-LM refuses the flag.
            }
            default ->
                arguments.remove("--overlap-param-gather"); // Nothing is gathered, and Megatron-LM refuses the flag.
        }
        if (keys.whole("parallel.context", 1) > 1) {
            add("--cp-comm-type", keys.text("parallel.context_exchange").equals("all_to_all") ? "a2a" : "p2p");
        }
        if (keys.has("parallel.layers_per_stage")) {
            add("--pipeline-model-parallel-layout", StageLayout.write(keys.wholes("parallel.layers_per_stage")));
            arguments.remove("--num-virtual-stages-per-pipeline-rank"); // The layout has them.
        }
    }

    private void addExecution() {
        switch (keys.text("precision")) {
            case "fp16" -> addIf(true, "--fp16");
            case "bf16" -> addIf(true, "--bf16");
            case "fp8" -> {
                addIf(true, "--bf16");
                add("--fp8-format", "hybrid");
            }
            default -> {}
        }
        switch (keys.text("recompute")) {
            case "selective" -> add("--recompute-granularity", "selective");
            case "full" -> {
                add("--recompute-granularity", "full");
                add("--recompute-method", "uniform");
                add("--recompute-num-layers", "1");
            }
            default -> {}
        }
        if (keys.text("offload").equals("optimizer")) {
            addIf(true, "--optimizer-cpu-offload");
            addIf(true, "--use-precision-aware-optimizer");
        }
        add("--attention-backend", keys.text("attention").equals("unfused") ? "unfused" : "flash");
    }

    private void add(String name, String value) {
        arguments.put(name, value);
    }

    private void addIf(boolean on, String name) {
        if (on) {
            arguments.put(name, "");
        }
    }
}
