package org.stepcast.estimator.cli;

import java.nio.file.Path;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;

/** What the commands ask for; {@code app} builds it. */
public interface Services {

    /** The forecast of the job in {@code config}. */
    StepEstimate predict(Path config, Formula formula);

    /** The clusters that configurations can name. */
    KnownClusters clusters();

    /** The devices that configurations and samples can name. */
    DeviceTable devices();

    /** The models that configurations can name. */
    Presets presets();
}
