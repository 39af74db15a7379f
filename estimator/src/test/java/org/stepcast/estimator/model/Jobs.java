package org.stepcast.estimator.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Framework;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.TrainingConfig;

/** Training jobs for tests: a LLaMA-2-7B on nodes of four A100s. */
public record Jobs(
        long tensorSize,
        long pipelineSize,
        long dataSize,
        long layerCount,
        Schedule schedule,
        Sharding sharding,
        Recompute recompute,
        FrameworkName framework) {

    /** Megatron-LM on {@code tensorSize · pipelineSize · dataSize} devices, 1F1B, ZeRO-1, no recomputation. */
    public static Jobs of(long tensorSize, long pipelineSize, long dataSize) {
        return new Jobs(
                tensorSize,
                pipelineSize,
                dataSize,
                32,
                Schedule.ONE_FORWARD_ONE_BACKWARD,
                Sharding.ZERO1,
                Recompute.NONE,
                FrameworkName.MEGATRON_LM);
    }

    /** A Mixtral of 32 layers with eight experts each, by Megatron-LM. */
    public static TrainingConfig withExperts() {
        return Jobs.of(1, 1, 1)
                .config()
                .withModel(Presets.builtIn().find("mixtral-8x7b").orElseThrow().model());
    }

    /** The same job with another number of layers. */
    public Jobs withLayers(long other) {
        return new Jobs(tensorSize, pipelineSize, dataSize, other, schedule, sharding, recompute, framework);
    }

    /** The same job with another recomputation. */
    public Jobs with(Recompute other) {
        return new Jobs(tensorSize, pipelineSize, dataSize, layerCount, schedule, sharding, other, framework);
    }

    /** The same job with another order of micro-batches. */
    public Jobs with(Schedule other) {
        return new Jobs(tensorSize, pipelineSize, dataSize, layerCount, other, sharding, recompute, framework);
    }

    /** The same job with another sharding. */
    public Jobs with(Sharding other) {
        return new Jobs(tensorSize, pipelineSize, dataSize, layerCount, schedule, other, recompute, framework);
    }

    /** The same job on another framework. */
    public Jobs with(FrameworkName other) {
        return new Jobs(tensorSize, pipelineSize, dataSize, layerCount, schedule, sharding, recompute, other);
    }

    /** The job, with eight micro-batches of one sequence of 4096 tokens. */
    public TrainingConfig config() {
        return new TrainingConfig(
                "test.yml",
                architecture(),
                cluster(),
                new SampleSource.FiguresOnly(),
                tensorSize * pipelineSize * dataSize,
                new ParallelPlan(
                        tensorSize,
                        pipelineSize,
                        dataSize,
                        1,
                        ContextExchange.RING,
                        1,
                        tensorSize,
                        1,
                        new StageSplit.Even(Set.of()),
                        schedule,
                        SequenceParallel.OFF,
                        sharding,
                        Set.of()),
                new Batch(4096, 1, 8 * dataSize),
                Precision.BF16,
                recompute,
                Offload.NONE,
                AttentionKernel.FLASH2,
                new Framework(framework, 2024, Compile.OFF),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Architecture architecture() {
        return Presets.builtIn().find("llama-2-7b").orElseThrow().model().withLayers(layerCount);
    }

    private static Cluster cluster() {
        return new Cluster(
                "test-cluster",
                DeviceTable.builtIn().named("A100-SXM4-80GB"),
                new Node(4, new Link(LinkKind.NVLINK, 300e9, 1)),
                new Network(NetworkKind.INFINIBAND, 25e9, 5),
                Provenance.of("test"),
                List.of());
    }
}
