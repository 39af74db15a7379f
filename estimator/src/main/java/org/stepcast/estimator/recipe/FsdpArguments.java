package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The trainer's own FSDP settings, for a start by torchrun alone. */
final class FsdpArguments {

    private FsdpArguments() {}

    /** The file of {@code --fsdp_config}: Accelerate's options without their prefix, but for one of another name. */
    static Map<String, Object> options(NamedKeys keys) {
        Map<String, Object> options = new LinkedHashMap<>();
        FsdpFiles.fsdp(keys)
                .forEach((name, value) -> options.put(
                        name.equals("fsdp_offload_params") ? "cpu_offload" : name.substring("fsdp_".length()), value));
        return options;
    }

    /** What Accelerate reads from the environment where its own launcher does not put it there. */
    static String mesh(RecipeJob job) {
        Map<String, Object> mesh = FsdpFiles.mesh(job);
        StringBuilder lines =
                new StringBuilder(mesh.isEmpty() ? "" : "export ACCELERATE_USE_PARALLELISM_CONFIG=true\n");
        mesh.forEach((name, value) -> lines.append("export ")
                .append(name.toUpperCase(Locale.ROOT))
                .append('=')
                .append(value)
                .append('\n'));
        return lines.toString();
    }
}
