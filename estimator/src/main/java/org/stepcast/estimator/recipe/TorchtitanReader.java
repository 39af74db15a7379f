package org.stepcast.estimator.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.recipe.TorchtitanFlavors.Flavor;

/** Reads torchtitan's configuration; what is not given is as torchtitan has it by default. */
final class TorchtitanReader {

    private final NamedKeys options;
    private final Faults faults;
    private final NamedKeys keys = new NamedKeys();

    private TorchtitanReader(NamedKeys options, Faults faults) {
        this.options = options;
        this.faults = faults;
    }

    static NamedKeys read(String source, String text, Faults faults) {
        NamedKeys options = NamedKeys.of(parse(source, text));
        OptionNames names = OptionNames.of(LaunchFramework.TORCHTITAN);
        options.paths().forEach(path -> names.check(path, faults));
        TorchtitanReader reader = new TorchtitanReader(options, faults);
        reader.keys.put("framework.name", "torchtitan").put("framework.compile", options.isOn("training.compile"));
        reader.model();
        reader.batch();
        reader.parallel();
        reader.execution();
        return reader.keys;
    }

    @SuppressWarnings("unchecked") // The mapper makes maps of texts to values.
    private static Map<String, Object> parse(String source, String text) {
        try {
            return new TomlMapper().readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw new BadInputException(source + ": line " + e.getLocation().getLineNr() + ": is not TOML: "
                    + e.getOriginalMessage() + ".");
        }
    }

    private void model() {
        String model = options.has("model.name") ? options.text("model.name") : "llama3";
        TorchtitanFlavors.named(model, options.text("model.flavor"))
                .map(Flavor::preset)
                .ifPresentOrElse(
                        preset -> keys.put("model.preset", preset),
                        () -> faults.add("model.flavor (" + model + " " + options.text("model.flavor")
                                + ") must be one of " + TorchtitanFlavors.names() + "."));
    }

    private void batch() {
        boolean piped = options.whole("parallelism.pipeline_parallel_degree", 1) > 1;
        keys.put("batch.sequence_length", options.whole("training.seq_len", 2048));
        keys.put(
                "batch.micro",
                piped
                        ? options.whole("parallelism.pipeline_parallel_microbatch_size", 1)
                        : options.whole("training.local_batch_size", 8));
        if (options.whole("training.global_batch_size", -1) > 0) {
            keys.put("batch.global", options.whole("training.global_batch_size", -1));
        }
    }

    private void parallel() {
        long tensor = options.whole("parallelism.tensor_parallel_degree", 1);
        keys.put("parallel.tensor", tensor);
        keys.put("parallel.sequence_parallel", tensor > 1);
        keys.put("parallel.pipeline", options.whole("parallelism.pipeline_parallel_degree", 1));
        keys.put("parallel.context", options.whole("parallelism.context_parallel_degree", 1));
        if (keys.whole("parallel.context", 1) > 1) {
            keys.put("parallel.context_exchange", "ring");
        }
        keys.put("parallel.sharding", sharding());
        boolean overlaps = !keys.text("parallel.sharding").equals("none");
        if (overlaps) {
            keys.put("parallel.overlap.gradient_reduce", true).put("parallel.overlap.parameter_gather", true);
        }
        keys.put("parallel.overlap.tensor", options.isOn("parallelism.enable_async_tensor_parallel"));
        stages();
    }

    private String sharding() {
        boolean replicated = options.whole("parallelism.data_parallel_replicate_degree", 1) > 1;
        boolean sharded = options.whole("parallelism.data_parallel_shard_degree", -1) != 1;
        if (!sharded) {
            return "none";
        }
        return replicated ? "hsdp" : "fsdp";
    }

    private void stages() {
        long ranks = keys.whole("parallel.pipeline", 1);
        String schedule = options.has("parallelism.pipeline_parallel_schedule")
                ? options.text("parallelism.pipeline_parallel_schedule")
                : "1F1B";
        keys.put(
                "parallel.schedule",
                switch (schedule) {
                    case "GPipe" -> "all_forward_all_backward";
                    case "Interleaved1F1B" -> "interleaved_1f1b";
                    case "InterleavedZeroBubble", "ZBVZeroBubble" -> "zero_bubble";
                    default -> "1f1b";
                });
        List<Long> counts = layerCounts();
        keys.put("parallel.virtual_stages", counts.isEmpty() ? defaultVirtualStages(schedule) : counts.size() / ranks);
        if (counts.stream().distinct().count() > 1) {
            keys.put("parallel.layers_per_stage", counts);
        }
    }

    /** Layers between the split points; empty where there are none. */
    private List<Long> layerCounts() {
        List<Long> counts = new ArrayList<>();
        if (options.find("parallelism.pipeline_parallel_split_points").orElse(List.of()) instanceof List<?> points
                && !points.isEmpty()) {
            long last = 0;
            for (Object point : points) {
                String digits = point.toString().replaceAll("\\D", "");
                long first = digits.isEmpty() || digits.length() > 9 ? last : Long.parseLong(digits);
                counts.add(first - last);
                last = first;
            }
            long layers = Presets.builtIn()
                    .find(keys.text("model.preset"))
                    .map(preset -> preset.model().layerCount())
                    .orElse(last);
            counts.add(layers - last);
        }
        return counts;
    }

    private static long defaultVirtualStages(String schedule) {
        return schedule.equals("1F1B") || schedule.equals("GPipe") ? 1 : 2;
    }

    private void execution() {
        boolean narrow = options.find("model.converters").orElse("").toString().contains("float8");
        boolean full = options.text("training.mixed_precision_param").equals("float32");
        keys.put("precision", narrow ? "fp8" : full ? "fp32" : "bf16");
        keys.put(
                "recompute",
                options.has("activation_checkpoint.mode") ? options.text("activation_checkpoint.mode") : "selective");
        keys.put("offload", options.isOn("training.enable_cpu_offload") ? "optimizer_and_parameters" : "none");
        keys.put("attention", "flash");
    }
}
