package org.stepcast.estimator.search;

import java.util.Optional;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * A plan by rule of thumb, as calculators for planning recommend it.
 *
 * @param by whose rule
 * @param sharding and {@code offload}: what the rule says of them; else as the job has it
 */
record Advice(
        String by,
        long tensorSize,
        long pipelineSize,
        long microSize,
        Optional<Sharding> sharding,
        Optional<Offload> offload) {

    private static final double BILLION = 1e9;

    /**
     * The LLM training calculator of IIIS, Tsinghua (source: its backend, recommended_tensor, recommended_pipeline and
     * recommended_microbatch):
     *
     * <pre>
     * tensor   min(8, max(1, 3 h · bus / (2 · 1000 · F)))    F = TF32 TFLOPS, bus = GB/s both ways
     * pipeline ceil(16 φ / t / (memory − A))                  A = activations of all layers with the recomputation
     * micro    max(1, B / 4 / p)                              B = sequences of a replica in a step
     * </pre>
     */
    static Optional<Advice> ofCalculator(TrainingConfig job) {
        Architecture model = job.model();
        double h = model.hiddenSize();
        double tf32 = peakFlopsPerSecond(job) / 2 / 1e12;
        double bus = 2 * job.cluster().device().nodeLink().bytesPerSecond() / BILLION;
        long tensor = Math.clamp((long) Math.floor(3 * h * bus / 2 / 1000 / tf32), 1, 8);
        double perReplica = Math.max(1, (double) job.batch().globalSize() * tensor / job.deviceCount());
        double room = job.cluster().device().memoryBytes() - activationBytes(job, perReplica) / tensor;
        double parameters =
                h * (model.vocabularySize() + job.batch().sequenceTokens()) + model.layerCount() * (12 * h * h + 5 * h);
        if (room <= 0) {
            return Optional.empty();
        }
        long pipeline = (long) Math.ceil(16 * parameters / tensor / room);
        double sequences = Math.max(1, perReplica * pipeline);
        long micro = Math.max(1, (long) Math.floor(sequences / 4 / pipeline));
        return Optional.of(
                new Advice("training calculator", tensor, pipeline, micro, Optional.empty(), Optional.empty()));
    }

    /** {@code sequences} of all layers, before tensor parallelism. */
    private static double activationBytes(TrainingConfig job, double sequences) {
        Architecture model = job.model();
        double s = job.batch().sequenceTokens();
        double sbh = s * sequences * model.hiddenSize();
        double perLayer = switch (job.recompute()) {
            case FULL -> 2 * sbh;
            case SELECTIVE -> 34 * sbh;
            case NONE -> 34 * sbh + 5 * model.headCount() * s * s * sequences;
        };
        return model.layerCount() * perLayer;
    }

    /**
     * The ladder of Fast_LLM (source: its 1.pre_train_math.py): with M parameters and A activations of one micro-batch in
     * billions, n devices and memory m less 1 GB,
     *
     * <pre>
     * 16 M + 2 A > m · n                 more devices are needed
     * M (4 + 12/n) + 2 A < m             ZeRO-1, with offload where it is within 3 GB
     * M (2 + 14/n) + 2 A < m             ZeRO-2
     * 16 M + 2 A < m · node              ZeRO-1 and tensor parallelism over the node
     * else                               and pipeline stages on ceil((16 M + 2 A) / (m · node)) nodes
     * </pre>
     */
    static Optional<Advice> ofLadder(TrainingConfig job) {
        double memory = job.cluster().device().memoryBytes() / BILLION - 1;
        double devices = job.deviceCount();
        double parameters = ladderParameters(job);
        double activations = ladderActivations(job);
        double all = 16 * parameters + 2 * activations;
        double zero1 = parameters * (4 + 12 / devices) + 2 * activations;
        double zero2 = parameters * (2 + 14 / devices) + 2 * activations;
        long node = Math.min(job.cluster().node().deviceCount(), job.deviceCount());
        if (all > memory * devices) {
            return Optional.empty();
        }
        if (zero1 < memory || zero1 - memory < 3) {
            Offload offload = zero1 < memory ? Offload.NONE : Offload.OPTIMIZER;
            return Optional.of(ladder(job, 1, 1, Sharding.ZERO1, offload));
        }
        if (zero2 < memory) {
            return Optional.of(ladder(job, 1, 1, Sharding.ZERO2, Offload.NONE));
        }
        long stages = all < node * memory ? 1 : (long) Math.ceil(all / (node * memory));
        return Optional.of(ladder(job, node, stages, Sharding.ZERO1, Offload.NONE));
    }

    private static Advice ladder(TrainingConfig job, long tensor, long pipeline, Sharding sharding, Offload offload) {
        return new Advice(
                "ZeRO ladder", tensor, pipeline, job.batch().microSize(), Optional.of(sharding), Optional.of(offload));
    }

    private static double ladderParameters(TrainingConfig job) {
        Architecture model = job.model();
        double h = model.hiddenSize();
        double tables = h * (model.vocabularySize() + job.batch().sequenceTokens());
        return (model.layerCount() * (12 * h * h + 6 * h) + tables + h) / BILLION;
    }

    /** The root is the ladder's own: it takes √L checkpoints for the root of all bytes. */
    private static double ladderActivations(TrainingConfig job) {
        Architecture model = job.model();
        double s = job.batch().sequenceTokens();
        double input = job.batch().microSize() * s * model.hiddenSize();
        double layer = 34 * input + 5 * s * s * job.batch().microSize() * model.headCount();
        double layers = layer * model.layerCount() / BILLION;
        return input / BILLION + (job.recompute() == Recompute.FULL ? Math.sqrt(layers) : layers);
    }

    private static double peakFlopsPerSecond(TrainingConfig job) {
        var device = job.cluster().device();
        return device.peakFlopsPerSecond(device.supports(Precision.BF16) ? Precision.BF16 : Precision.FP16);
    }

    /** Replicas that the devices leave room for; empty where the sizes do not divide them. */
    Optional<Layout> layout(TrainingConfig job) {
        long ranks = tensorSize * pipelineSize;
        if (job.deviceCount() % ranks != 0) {
            return Optional.empty();
        }
        return Optional.of(new Layout(
                tensorSize,
                tensorSize == 1 ? SequenceParallel.OFF : SequenceParallel.ON,
                pipelineSize,
                1,
                job.parallel().contextExchange(),
                job.deviceCount() / ranks,
                1,
                tensorSize));
    }
}
