package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Framework.FusedLoss;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.TrainingConfig;

/** Every value that an estimate used, defaults included, under the keys of the named form. */
final class ConfigEcho {

    private ConfigEcho() {}

    static Map<String, Object> of(TrainingConfig config) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("source", config.source());
        echo.put("model", model(config.model()));
        echo.put("cluster", cluster(config.cluster(), config.deviceCount()));
        echo.put("parallel", parallel(config.parallel()));
        echo.put("batch", batch(config.batch(), config.microBatchCount()));
        echo.put("precision", config.precision().label());
        echo.put("recompute", config.recompute().label());
        echo.put("offload", config.offload().label());
        echo.put("attention", config.attention().label());
        Map<String, Object> framework = new LinkedHashMap<>();
        framework.put("name", config.framework().name().label());
        framework.put("year", config.framework().year());
        framework.put("compile", lower(config.framework().compile()).equals("on"));
        framework.put("fused_loss", fusedLoss(config.framework().fusedLoss()));
        framework.put("cuda_graphs", lower(config.framework().cudaGraphs()).equals("on"));
        echo.put("framework", framework);
        config.run().ifPresent(run -> {
            Map<String, Object> length = new LinkedHashMap<>();
            length.put("tokens", run.tokenCount());
            length.put("epochs", run.epochCount());
            run.gpuHourDollars().ifPresent(dollars -> length.put("gpu_hour_usd", dollars));
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
        return echo;
    }

    private static Map<String, Object> parallel(ParallelPlan plan) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("tensor", plan.tensorSize());
        echo.put("pipeline", plan.pipelineSize());
        echo.put("data", plan.dataSize());
        echo.put("context", plan.contextSize());
        echo.put("expert", plan.expertSize());
        echo.put("virtual_stages", plan.virtualStageCount());
        echo.put("schedule", plan.schedule().label());
        echo.put("sequence_parallel", plan.sequenceParallel() == SequenceParallel.ON);
        echo.put("sharding", plan.sharding().label());
        Map<String, Object> overlap = new LinkedHashMap<>();
        for (Overlap kind : Overlap.values()) {
            overlap.put(kind.label(), plan.overlaps().contains(kind));
        }
        echo.put("overlap", overlap);
        return echo;
    }

    private static Map<String, Object> batch(Batch batch, long microBatchCount) {
        Map<String, Object> echo = new LinkedHashMap<>();
        echo.put("sequence_length", batch.sequenceTokens());
        echo.put("micro", batch.microSize());
        echo.put("global", batch.globalSize());
        echo.put("micro_batches", microBatchCount);
        return echo;
    }

    private static Object fusedLoss(FusedLoss loss) {
        return loss == FusedLoss.BY_FRAMEWORK ? "by framework" : loss == FusedLoss.ON;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
