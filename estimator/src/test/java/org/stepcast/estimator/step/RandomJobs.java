package org.stepcast.estimator.step;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
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
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.TrainingConfig;

/** Seeded jobs of all kinds: models, devices, plans, schedules, frameworks. */
record RandomJobs(Random random) {

    private static final int COUNT = 120;

    static Stream<TrainingConfig> all() {
        return IntStream.range(0, COUNT).mapToObj(seed -> new RandomJobs(new Random(seed)).job("job " + seed));
    }

    private TrainingConfig job(String name) {
        Architecture model = Presets.builtIn()
                .find(any("llama-2-7b", "gpt-3-175b", "llama-3-70b", "mixtral-8x7b", "deepseek-v2"))
                .orElseThrow()
                .model()
                .withLayers(16);
        Device device = DeviceTable.builtIn()
                .named(any("A100-SXM4-80GB", "A100-PCIe-80GB", "H100-SXM5-80GB", "V100-SXM2-32GB", "B200-SXM-180GB"));
        ParallelPlan plan = plan(model.expertLayerCount() > 0);
        long micro = any(1L, 2L, 4L);
        long microBatches = plan.pipelineSize() * any(1L, 2L, 5L);
        Cluster cluster = new Cluster(
                name,
                device,
                new Node(8, device.nodeLink()),
                new Network(NetworkKind.INFINIBAND, any(6.25e9, 25e9, 50e9), 5),
                Provenance.of("test"),
                List.of());
        return new TrainingConfig(
                name,
                model,
                cluster,
                new SampleSource.FiguresOnly(),
                plan.tensorSize() * plan.pipelineSize() * plan.dataSize() * plan.contextSize(),
                plan,
                new Batch(any(2048L, 8192L), micro, micro * microBatches * plan.dataSize()),
                device.supports(Precision.BF16) ? Precision.BF16 : Precision.FP16,
                any(Recompute.values()),
                any(Offload.NONE, Offload.NONE, Offload.OPTIMIZER),
                AttentionKernel.FLASH,
                new Framework(any(FrameworkName.values()), any(2021, 2023, 2025), any(Compile.values())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private ParallelPlan plan(boolean hasExperts) {
        long tensor = any(1L, 2L, 8L);
        long pipeline = any(1L, 1L, 2L, 4L);
        long data = any(1L, 4L, 16L);
        long chunks = pipeline > 1 ? any(1L, 2L) : 1;
        Schedule schedule = chunks > 1
                ? Schedule.INTERLEAVED
                : any(Schedule.ONE_FORWARD_ONE_BACKWARD, Schedule.ALL_FORWARD_ALL_BACKWARD, Schedule.ZERO_BUBBLE);
        Sharding sharding = pipeline > 1 ? any(Sharding.NONE, Sharding.ZERO1) : any(Sharding.values());
        Set<Overlap> overlaps = EnumSet.noneOf(Overlap.class);
        for (Overlap overlap : Overlap.values()) {
            if (random.nextBoolean()) {
                overlaps.add(overlap);
            }
        }
        return new ParallelPlan(
                tensor,
                pipeline,
                data,
                any(1L, 1L, 2L),
                any(ContextExchange.values()),
                hasExperts ? Math.min(data, 4) : 1,
                tensor,
                chunks,
                new StageSplit.Even(Set.of()),
                schedule,
                tensor > 1 ? any(SequenceParallel.values()) : SequenceParallel.OFF,
                sharding,
                overlaps);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
