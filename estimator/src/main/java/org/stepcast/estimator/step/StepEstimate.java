package org.stepcast.estimator.step;

import java.util.List;
import java.util.Map;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.ModelFlops;

/**
 * The forecast of one optimizer step.
 *
 * @param reasons what is extrapolated, estimated or left out, one sentence each
 * @param breakdown sums to the p50 of the step time
 * @param operators of the slowest stage, slowest first
 * @param course what every stage does when; as composed, before a calibration factor
 * @param originShare share of the slowest stage's working time by origin; sums to 1
 */
public record StepEstimate(
        TrainingConfig config,
        Formula formula,
        Interval stepSeconds,
        Status status,
        List<String> reasons,
        Breakdown breakdown,
        List<OperatorLine> operators,
        Map<Origin, Double> originShare,
        List<StageSummary> stages,
        StepCourse course) {

    public StepEstimate {
        reasons = List.copyOf(reasons);
        operators = List.copyOf(operators);
        originShare = Map.copyOf(originShare);
        stages = List.copyOf(stages);
    }

    /** Tokens that one device trains on in a second. */
    public double tokensPerSecondPerDevice() {
        double tokens = (double) config.batch().globalSize() * config.batch().sequenceTokens();
        return tokens / stepSeconds.p50() / config.deviceCount();
    }

    /** FLOPs that the model needs, without recomputation, as {@link ModelFlops} counts them. */
    public double modelFlopsPerSecondPerDevice() {
        return ModelFlops.perStep(config) / stepSeconds.p50() / config.deviceCount();
    }

    /** Model FLOPs utilisation (MFU) against the device's dense peak in the job's precision. */
    public double utilizationFraction() {
        return modelFlopsPerSecondPerDevice() / config.cluster().device().peakFlopsPerSecond(config.precision());
    }
}
