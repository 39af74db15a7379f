package org.stepcast.estimator.step;

import java.util.List;
import java.util.Optional;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

/**
 * What operator samples tell of a step: matrix products of the cluster or, where it was not sampled, of the devices most
 * like its own; collectives; and attention where kernels.yml does not know the device (docs/decisions/0007).
 *
 * @param own whether the cluster itself was sampled
 * @param link inside a node
 * @param knowsAttention whether the rates of kernels.yml are of the job's device
 * @param rateFraction of the rate that products have in samples: below 1 where those are of devices with more power
 */
record OperatorSamples(
        TimeSource times,
        Precision precision,
        boolean own,
        LinkKind link,
        boolean knowsAttention,
        double rateFraction) {

    /** Tensor cores multiply both 16-bit formats at one rate: bf16, the one sampled on more devices, stands for both. */
    static OperatorSamples of(TrainingConfig config, TimeSource times, Machine machine) {
        boolean hasBf16 = config.cluster().device().supports(Precision.BF16);
        boolean own = !(config.samples() instanceof SampleSource.FiguresOnly);
        return new OperatorSamples(
                times,
                hasBf16 ? Precision.BF16 : Precision.FP16,
                own,
                config.cluster().node().link().kind(),
                machine.isCalibrated(),
                own || !machine.isCalibrated() ? 1 : machine.sustainedFraction());
    }

    /** What the figures of the device alone tell. */
    static OperatorSamples ofFigures(TrainingConfig config, Machine machine) {
        return of(config, ClusterTimes.ofFigures(config.cluster(), List::of), machine);
    }

    /** A product [m, k] by [k, n] in 16 bits. */
    double productMicros(double m, double n, double k) {
        return product(m, n, k).micros().p50() / rateFraction;
    }

    /** Where {@link #productMicros} comes from. */
    Origin productOrigin(double m, double n, double k) {
        return product(m, n, k).origin();
    }

    /**
     * A collective of {@code group}, where the cluster itself was sampled; inside a node of NVLink also where like ones were,
     * for all of them are built alike.
     */
    Optional<OperatorTime> collective(CollectiveKind kind, double bytes, GroupShape group) {
        boolean alike = group.nodeCount() == 1 && link == LinkKind.NVLINK;
        if (!own && !alike) {
            return Optional.empty();
        }
        OperatorTime time = times.time(new Collective(kind, bytes, group), Pass.WHOLE, precision);
        return alike || time.origin() != Origin.ANALYTIC ? Optional.of(time) : Optional.empty();
    }

    private OperatorTime product(double m, double n, double k) {
        return times.time(new Gemm(whole(m), whole(n), whole(k), Bias.NONE), Pass.FORWARD, precision);
    }

    /** The forward pass of flash attention, where the cluster itself was sampled and rates are not known. */
    Optional<OperatorTime> attention(Attention attention) {
        if (knowsAttention) {
            return Optional.empty();
        }
        OperatorTime time = times.time(attention, Pass.FORWARD, precision);
        return time.origin() == Origin.ANALYTIC ? Optional.empty() : Optional.of(time);
    }

    private static long whole(double size) {
        return Math.max(1, Math.round(size));
    }
}
