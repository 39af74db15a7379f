package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;

/** Every option of models, plans and clusters changes step time, memory or both, and in the right direction. */
class OptionEffectsTest {

    private static final Forecaster FORECASTER = Forecaster.in(Path.of(".."));

    private static final String DENSE = """
            model: {preset: llama-3-8b}
            cluster: {name: h100-sxm, gpu_count: 64}
            parallel: {tensor: 2, pipeline: 2, sequence_parallel: true}
            batch: {sequence_length: 8192, global: 256}
            framework: {name: megatron-lm, year: 2025}
            """;

    private static final String SHARDED = """
            model: {preset: llama-3-8b}
            cluster: {name: h100-sxm, gpu_count: 64}
            batch: {sequence_length: 8192, global: 256}
            framework: {name: torchtitan, year: 2025, compile: true}
            """;

    private static final String EXPERTS = """
            model: {preset: mixtral-8x7b}
            cluster: {name: h100-sxm, gpu_count: 64}
            parallel: {tensor: 2, expert: 8, expert_tensor: 1, sequence_parallel: true}
            batch: {sequence_length: 4096, global: 256}
            framework: {name: megatron-lm, year: 2025}
            """;

    private static final String SMALL = """
            model: {layers: 12, hidden_size: 768, heads: 12, vocabulary_size: 50257}
            cluster: {name: h100-sxm, gpu_count: 8}
            batch: {sequence_length: 1024, global: 64}
            framework: {name: deepspeed}
            """;

    private static final String CLUSTER = """
            model: {preset: mixtral-8x7b, moe: {experts: 64, top_k: 2}}
            cluster: {gpu_count: 64, name: own, device: H100-SXM5-80GB, node: {gpu_count: 8}, network: {kind: infiniband, adapter_count: 4, adapter_bandwidth: 50 GB/s}}
            parallel: {expert: 64}
            batch: {sequence_length: 4096, global: 256}
            framework: {name: megatron-lm, year: 2025}
            """;

    private static final String PCIE = """
            model: {preset: llama-2-7b}
            cluster: {name: own, device: L40S, gpu_count: 8, node: {gpu_count: 8, link: {kind: pcie, bandwidth: 32 GB/s}}}
            batch: {sequence_length: 4096, global: 64}
            framework: {name: fsdp}
            """;

    @TempDir
    private Path folder;

    /** Base, key and value, then what becomes of step time and allocated memory: more, less, same, or any for either. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DENSE   | precision                  | fp8                  | less | any
            DENSE   | precision                  | fp32                 | more | more
            DENSE   | offload                    | optimizer            | more | less
            DENSE   | offload                    | optimizer_and_parameters | more | less
            SHARDED | offload                    | optimizer            | more | less
            DENSE   | attention                  | unfused              | more | more
            DENSE   | attention                  | flash1               | more | same
            DENSE   | attention                  | flash2               | more | same
            DENSE   | recompute                  | selective            | more | same
            DENSE   | recompute                  | full                 | more | less
            SHARDED | recompute                  | selective            | more | less
            DENSE   | parallel.context           | 2                    | any | less
            DENSE   | parallel.schedule          | zero_bubble          | less | more
            DENSE   | parallel.schedule          | all_forward_all_backward | same | more
            DENSE   | parallel.sharding          | none                 | more | more
            SHARDED | parallel.sharding          | zero2                | less | more
            SHARDED | parallel.sharding          | hsdp                 | any  | more
            DENSE   | parallel.sequence_parallel | false                | more | more
            DENSE   | parallel.layers_per_stage  | [17, 15]             | less | more
            DENSE   | parallel.count_output_layer_as_layer | true       | less | more
            DENSE   | parallel.overlap.gradient_reduce | false          | more | same
            DENSE   | parallel.overlap.parameter_gather | false         | more | same
            SHARDED | parallel.overlap.layer_prefetch | false           | more | any
            DENSE   | framework.compile          | true                 | less | any
            DENSE   | framework.fused_loss       | true                 | less | any
            SHARDED | framework.compile          | false                | more | more
            SMALL   | framework.compile          | true                 | less | any
            SMALL   | framework.cuda_graphs      | true                 | less | more
            SMALL   | model.tied_embeddings      | true                 | any  | less
            DENSE   | model.attention_window     | 1024                 | less | same
            DENSE   | model.attention_mask       | full                 | more | same
            DENSE   | model.normalization        | unfused_rms_norm     | more | any
            DENSE   | model.positions            | alibi                | less | any
            DENSE   | model.query_key_norm       | true                 | more | more
            DENSE   | model.residual             | parallel             | less | less
            DENSE   | model.biases               | all                  | any  | more
            DENSE   | model.vocabulary_multiple  | 100000               | more | more
            DENSE   | model.feed_forward_size    | 16384                | more | more
            EXPERTS | model.moe.top_k            | 1                    | less | less
            EXPERTS | model.moe.shared_size      | 4096                 | more | more
            EXPERTS | model.moe.dense_layers     | 4                    | less | less
            EXPERTS | model.moe.layer_period     | 2                    | less | less
            EXPERTS | model.moe.capacity_factor  | 1.5                  | more | more
            EXPERTS | model.moe.routing          | power_law_1_2        | more | more
            EXPERTS | parallel.expert            | 4                    | any  | more
            EXPERTS | parallel.overlap           | {expert: true}       | less | more
            EXPERTS | framework.expert_dispatch  | deep_ep              | less | same
            EXPERTS | framework.expert_dispatch  | all_to_all           | same | same
            DENSE   | parallel.overlap           | {expert: true}       | same | same
            CLUSTER | cluster.network.adapter_count | 8                 | less | same
            CLUSTER | cluster.network.oversubscription | 4              | more | same
            CLUSTER | cluster.network.latency    | 50 us                | any  | same
            PCIE    | cluster.node.across_sockets | 6 GB/s              | more | same
            DENSE   | calibration                | {factor: 1.2, source: a log} | more | same
            """)
    void optionsHaveTheirEffect(String base, String key, String value, String time, String memory) throws IOException {
        Outcome before = outcome(text(base), Map.of());
        Outcome after = outcome(text(base), Map.of(key, value));
        assertThat(direction(before.seconds(), after.seconds())).as("time").matches(time.replace("any", ".*"));
        assertThat(direction(before.bytes(), after.bytes())).as("memory").matches(memory.replace("any", ".*"));
    }

    @Test
    void exchangedHeadsCostMoreThanARing() throws IOException {
        Map<String, String> ring = Map.of("parallel.context", "4");
        Map<String, String> exchange = new LinkedHashMap<>(ring);
        exchange.put("parallel.context_exchange", "all_to_all");
        assertThat(outcome(DENSE, exchange).seconds())
                .isNotEqualTo(outcome(DENSE, ring).seconds());
    }

    @Test
    void interleavingShrinksTheBubbleAndHoldsMore() throws IOException {
        Outcome plain = outcome(DENSE, Map.of());
        Outcome interleaved =
                outcome(DENSE, Map.of("parallel.schedule", "interleaved_1f1b", "parallel.virtual_stages", "2"));
        assertThat(interleaved.seconds()).isLessThan(plain.seconds());
        assertThat(interleaved.bytes()).isGreaterThan(plain.bytes());
    }

    @Test
    void separateRailsSpareRingsTheNarrowLayersAbove() throws IOException {
        String dense = CLUSTER.replace("{preset: mixtral-8x7b, moe: {experts: 64, top_k: 2}}", "{preset: llama-3-8b}")
                .replace("expert: 64", "expert: 1");
        Map<String, String> narrow = Map.of("cluster.network.oversubscription", "8");
        Map<String, String> rails = new LinkedHashMap<>(narrow);
        rails.put("cluster.network.separate_rails", "true");
        assertThat(outcome(dense, narrow).seconds())
                .isGreaterThan(outcome(dense, rails).seconds());
        assertThat(outcome(dense, rails).seconds())
                .isEqualTo(outcome(dense, Map.of()).seconds());
        // Tokens go to experts behind every other adapter.
        assertThat(outcome(CLUSTER, rails).seconds())
                .isGreaterThan(outcome(CLUSTER, Map.of()).seconds());
    }

    private record Outcome(double seconds, double bytes) {}

    private static String direction(double before, double after) {
        double change = after / before - 1;
        return Math.abs(change) < 1e-9 ? "same" : change > 0 ? "more" : "less";
    }

    private static String text(String base) {
        return switch (base) {
            case "DENSE" -> DENSE;
            case "SHARDED" -> SHARDED;
            case "EXPERTS" -> EXPERTS;
            case "SMALL" -> SMALL;
            case "PCIE" -> PCIE;
            default -> CLUSTER;
        };
    }

    private Outcome outcome(String base, Map<String, String> changes) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yml"), changed(base, changes));
        TrainingConfig job = FORECASTER.read(file);
        MemoryEstimate memory = FORECASTER.memory().estimate(job);
        return new Outcome(FORECASTER.predict(file).stepSeconds().p50(), memory.allocatedBytes());
    }

    /** The text with keys set, sections opened where they are missing. */
    private static String changed(String base, Map<String, String> changes) {
        String text = base;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            text = set(text, change.getKey(), change.getValue());
        }
        return text;
    }

    private static String set(String text, String path, String value) {
        String[] keys = path.split("\\.");
        if (keys.length == 1) {
            return text + path + ": " + value + "\n";
        }
        boolean known = text.lines().anyMatch(line -> line.startsWith(keys[0] + ":"));
        String whole = known ? text : text + keys[0] + ": {}\n";
        return whole.lines()
                .map(line -> line.startsWith(keys[0] + ":") ? inside(line, keys, 1, value) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Into the flow mapping of {@code keys[depth - 1]} on this line. */
    private static String inside(String line, String[] keys, int depth, String value) {
        int open = line.indexOf('{', line.indexOf(keys[depth - 1] + ":"));
        if (depth < keys.length - 1) {
            boolean known = line.indexOf(keys[depth] + ":", open) > 0;
            String nested =
                    known ? line : line.substring(0, open + 1) + keys[depth] + ": {}, " + line.substring(open + 1);
            return inside(nested, keys, depth + 1, value);
        }
        String bare = line.replaceFirst("\\b" + keys[depth] + ": [^,{}\\[\\]]*(, )?", "");
        return bare.substring(0, open + 1) + keys[depth] + ": " + value + ", " + bare.substring(open + 1);
    }
}
