package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The trainer's own FSDP arguments, for a start by torchrun alone. */
final class FsdpArguments {

    private FsdpArguments() {}

    /** The value of {@code --fsdp}. */
    static String words(NamedKeys keys) {
        String strategy = switch (keys.text("parallel.sharding")) {
            case "zero2" -> "shard_grad_op";
            case "hsdp" -> "hybrid_shard";
            default -> "full_shard";
        };
        boolean offload = keys.text("offload").equals("optimizer_and_parameters");
        return "\"" + strategy + " auto_wrap" + (offload ? " offload" : "") + "\"";
    }

    /** The file of {@code --fsdp_config}: Accelerate's options without their prefix. */
    static Map<String, Object> options(NamedKeys keys) {
        Map<String, Object> options = new LinkedHashMap<>();
        FsdpFiles.fsdp(keys).forEach((name, value) -> {
            switch (name) {
                case "fsdp_backward_prefetch",
                        "fsdp_forward_prefetch",
                        "fsdp_use_orig_params",
                        "fsdp_sync_module_states",
                        "fsdp_cpu_ram_efficient_loading",
                        "fsdp_activation_checkpointing" ->
                    options.put(
                            name.substring("fsdp_".length()),
                            value instanceof String text ? text.toLowerCase(Locale.ROOT) : value);
                default -> {} // The value of --fsdp has the rest.
            }
        });
        return options;
    }
}
