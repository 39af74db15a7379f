package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.NamedFormWriter;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.TrainingConfig;

/** Every value that an estimate used, defaults included, under the keys of the named form. */
final class ConfigEcho {

    private ConfigEcho() {}

    static Map<String, Object> of(TrainingConfig config) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("source", config.source());
        echo.put("model", model(config.model()));
        echo.put("cluster", cluster(config.cluster(), config.deviceCount()));
        echo.put("parallel", parallel(config));
        echo.put("batch", batch(config));
        echo.put("precision", config.precision().label());
        echo.put("recompute", config.recompute().label());
        echo.put("offload", config.offload().label());
        echo.put("attention", config.attention().label());
        Map<String, Object> framework = NamedFormWriter.framework(config.framework());
        framework.putIfAbsent("fused_loss", "by framework");
        framework.putIfAbsent("expert_dispatch", "by framework");
        echo.put("framework", framework);
        echo.put(
                "calibration",
                config.calibration().<Object>map(NamedFormWriter::calibration).orElse("none"));
        config.run().ifPresent(run -> {
            Map<String, Object> length = NamedFormWriter.run(run);
            length.put("tokens", run.tokenCount());
            echo.put("run", length);
        });
        return echo;
    }

    private static Map<String, Object> model(Architecture model) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("name", model.name());
        echo.put("parameters", model.parameterCount());
        echo.put("layers", model.layerCount());
        echo.put("hidden", model.hiddenSize());
        echo.put("heads", model.headCount());
        echo.put("kv_heads", model.keyValueHeadCount());
        echo.put("head_size", model.headSize());
        echo.put("feed_forward", model.feedForwardSize());
        echo.put("vocabulary", model.vocabularySize());
        echo.put("activation", lower(model.activation()));
        echo.put("norm", lower(model.normalization()));
        echo.put("positions", model.positions().label());
        echo.put("embeddings", lower(model.embeddings()));
        echo.put("biases", lower(model.biases()));
        echo.put("attention_mask", lower(model.mask()));
        NamedFormWriter.modelFields(model).forEach(echo::putIfAbsent);
        echo.putIfAbsent("vocabulary_multiple", "by framework");
        echo.putIfAbsent("query_key_norm", false);
        echo.putIfAbsent("embedding_norm", false);
        echo.putIfAbsent("attention_window", "none");
        echo.putIfAbsent("latent_attention", "none");
        echo.putIfAbsent("moe", "none");
        return echo;
    }

    private static Map<String, Object> cluster(Cluster cluster, long deviceCount) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("name", cluster.name());
        echo.put("gpu_count", deviceCount);
        echo.put("device", cluster.device().name());
        echo.put("gpus_per_node", cluster.node().deviceCount());
        Map<String, Object> peaks = new LinkedHashMap<>();
        for (Precision precision : Precision.values()) {
            if (cluster.device().supports(precision)) {
                peaks.put(precision.label(), cluster.device().peakFlopsPerSecond(precision));
            }
        }
        echo.put("peak_flops_per_second", peaks);
        echo.put("memory_bytes", cluster.device().memoryBytes());
        echo.put("memory_bytes_per_second", cluster.device().memoryBytesPerSecond());
        echo.put("node_link_bytes_per_second", cluster.node().link().bytesPerSecond());
        echo.put("network_bytes_per_second", cluster.network().bytesPerSecond());
        echo.put("figures", NamedFormWriter.clusterFigures(cluster));
        return echo;
    }

    /** Where there is one context rank, or no experts, what goes with more is without effect, and is told all the same. */
    private static Map<String, Object> parallel(TrainingConfig config) {
        ParallelPlan plan = config.parallel();
        Map<String, Object> echo = NamedFormWriter.parallel(config);
        echo.putIfAbsent("context_exchange", plan.contextExchange().label());
        echo.putIfAbsent("expert", plan.expertSize());
        echo.putIfAbsent("expert_tensor", plan.expertTensorSize());
        if (plan.stageSplit() instanceof StageSplit.Even) {
            echo.put("layers_per_stage", "even");
            echo.putIfAbsent("count_embedding_as_layer", false);
            echo.putIfAbsent("count_output_layer_as_layer", false);
        }
        return echo;
    }

    private static Map<String, Object> batch(TrainingConfig config) {
        Map<String, Object> echo = NamedFormWriter.batch(config.batch());
        echo.put("micro_batches", config.microBatchCount());
        return echo;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
