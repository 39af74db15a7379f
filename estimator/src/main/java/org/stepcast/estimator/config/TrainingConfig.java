package org.stepcast.estimator.config;

import java.util.Optional;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Precision;

/**
 * A training job to estimate, complete and consistent: what to train, on what, by which plan.
 *
 * @param source the file that it was read from, for messages
 * @param samples where the regressors of the cluster come from
 * @param deviceCount devices that the plan uses: the product of all parallel sizes
 * @param calibration how much slower than predicted this job is known to be; empty where it was never measured
 * @param published what only the published form says; empty for the named form
 */
public record TrainingConfig(
        String source,
        Architecture model,
        Cluster cluster,
        SampleSource samples,
        long deviceCount,
        ParallelPlan parallel,
        Batch batch,
        Precision precision,
        Recompute recompute,
        Offload offload,
        AttentionKernel attention,
        Framework framework,
        Optional<Calibration> calibration,
        Optional<RunLength> run,
        Optional<PublishedJob> published) {

    /** Micro-batches that each data-parallel replica runs in one step. */
    public long microBatchCount() {
        return batch.globalSize() / (batch.microSize() * parallel.dataSize());
    }

    /** The same job with another plan, on as many devices. */
    public TrainingConfig withParallel(ParallelPlan other) {
        return new TrainingConfig(
                source,
                model,
                cluster,
                samples,
                deviceCount,
                other,
                batch,
                precision,
                recompute,
                offload,
                attention,
                framework,
                calibration,
                run,
                published);
    }

    /**
     * The same job on so many devices of another cluster, in the named form; its plan is for as many as before. What was
     * measured and what is paid on one cluster says nothing of another.
     *
     * @throws org.stepcast.core.error.BadInputException if the cluster cannot have so many, or not compute in the precision
     */
    public TrainingConfig withCluster(KnownCluster other, long otherDeviceCount) {
        Faults faults = new Faults(source);
        ClusterRules rules = new ClusterRules(other.cluster(), faults);
        rules.checkDeviceCount(Size.GPU_COUNT.namedPath(), otherDeviceCount);
        rules.checkPrecision("precision", precision);
        rules.checkDispatch("framework.expert_dispatch", framework.expertDispatch());
        faults.throwIfAny();
        boolean same = other.cluster().equals(cluster);
        return new TrainingConfig(
                source,
                model,
                other.cluster(),
                other.samples(),
                otherDeviceCount,
                parallel,
                batch,
                precision,
                recompute,
                offload,
                attention,
                framework,
                calibration.filter(known -> same),
                same ? run : run.map(RunLength::withoutPrice),
                Optional.empty());
    }

    /** The same job on so many devices, in the named form; its plan is for as many as before. */
    public TrainingConfig withDeviceCount(long other) {
        return withCluster(new KnownCluster(cluster, samples, Optional.empty()), other);
    }

    /** The same job with another batch. */
    public TrainingConfig withBatch(Batch other) {
        return new TrainingConfig(
                source,
                model,
                cluster,
                samples,
                deviceCount,
                parallel,
                other,
                precision,
                recompute,
                offload,
                attention,
                framework,
                calibration,
                run,
                published);
    }

    /** The same job with another recomputation. */
    public TrainingConfig withRecompute(Recompute other) {
        return new TrainingConfig(
                source,
                model,
                cluster,
                samples,
                deviceCount,
                parallel,
                batch,
                precision,
                other,
                offload,
                attention,
                framework,
                calibration,
                run,
                published);
    }

    /** The same job with something else in host memory. */
    public TrainingConfig withOffload(Offload other) {
        return new TrainingConfig(
                source,
                model,
                cluster,
                samples,
                deviceCount,
                parallel,
                batch,
                precision,
                recompute,
                other,
                attention,
                framework,
                calibration,
                run,
                published);
    }

    /** The same job for another model. */
    public TrainingConfig withModel(Architecture other) {
        return new TrainingConfig(
                source,
                other,
                cluster,
                samples,
                deviceCount,
                parallel,
                batch,
                precision,
                recompute,
                offload,
                attention,
                framework,
                calibration,
                run,
                published);
    }

    /** The same job with another calibration. */
    public TrainingConfig withCalibration(Optional<Calibration> other) {
        return new TrainingConfig(
                source,
                model,
                cluster,
                samples,
                deviceCount,
                parallel,
                batch,
                precision,
                recompute,
                offload,
                attention,
                framework,
                other,
                run,
                published);
    }
}
