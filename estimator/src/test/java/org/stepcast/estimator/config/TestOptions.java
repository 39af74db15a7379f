package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import org.stepcast.core.hardware.DeviceTable;

/** What the tests read configurations with: the built-in clusters, devices and presets. */
final class TestOptions {

    private TestOptions() {}

    static ReadOptions builtIn() {
        return new ReadOptions(
                List.of(Path.of("..", "regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of(""));
    }

    static ConfigReader reader() {
        return new ConfigReader(builtIn());
    }
}
