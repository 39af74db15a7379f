package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;
import org.stepcast.estimator.timing.SampledCluster;
import org.stepcast.estimator.timing.TimeSource;

/** What the commands ask for; {@code app} builds it. */
public interface Services {

    /** The forecast of the job in {@code config}. */
    StepEstimate predict(Path config, Formula formula);

    /** The job in {@code config}. */
    TrainingConfig read(Path config);

    /** A job as text in the named form, which reads back as the same. */
    String write(TrainingConfig job);

    /** What configurations may refer to by name. */
    ReadOptions readOptions();

    /** Peak memory of jobs. */
    MemoryModel memory();

    /** Operator times of the cluster that a job runs on. */
    TimeSource times(TrainingConfig job);

    /** The clusters that configurations can name. */
    KnownClusters clusters();

    /** The cluster with this name, or in this file. */
    KnownCluster cluster(String nameOrFile);

    /** A cluster with its regressors; empty where it has none. */
    Optional<SampledCluster> sampled(KnownCluster known);

    /** Every cluster with regressors. */
    List<SampledCluster> sampledClusters();

    /** The devices that configurations and samples can name. */
    DeviceTable devices();

    /** The models that configurations can name. */
    Presets presets();
}
