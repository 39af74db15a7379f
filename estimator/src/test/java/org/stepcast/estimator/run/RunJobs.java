package org.stepcast.estimator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** Jobs for tests, from the text of the named form. */
final class RunJobs {

    private RunJobs() {}

    static TrainingConfig read(Path folder, String text) throws IOException {
        ReadOptions options = new ReadOptions(
                List.of(Path.of("..", "regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of(""));
        return new ConfigReader(options).read(Files.writeString(folder.resolve("job.yml"), text));
    }

    static TrainingConfig shipped(String name) {
        ReadOptions options = new ReadOptions(
                List.of(Path.of("..", "regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of(""));
        return new ConfigReader(options).read(Path.of("..", "target_config", name));
    }
}
