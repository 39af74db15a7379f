package org.stepcast.estimator.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.cli.Services;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.NamedFormWriter;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.recipe.LaunchFileReader;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;
import org.stepcast.estimator.step.StepModel;
import org.stepcast.estimator.timing.SampledCluster;
import org.stepcast.estimator.timing.TimeSource;

/** Forecasts training jobs from their configurations. Safe for use by several threads. */
public final class Forecaster implements Services {

    private final DeviceTable devices;
    private final Presets presets;
    private final Path regressors;
    private final TimeSources times;

    private Forecaster(Path home, DeviceTable devices) {
        this.devices = devices;
        this.presets = Presets.builtIn();
        this.regressors = home.resolve("regressors");
        this.times = new TimeSources(clusters());
    }

    /** A forecaster with the clusters in {@code regressors/} of the folder {@code home}. */
    public static Forecaster in(Path home) {
        return new Forecaster(home, DeviceTable.builtIn());
    }

    /**
     * The forecast of one optimizer step of the job in {@code config}.
     *
     * @throws org.stepcast.core.error.UserException if the configuration is wrong, or names what we do not cover
     */
    public StepEstimate predict(Path config) {
        return predict(config, Formula.SIMULATED);
    }

    @Override
    public StepEstimate predict(Path config, Formula formula) {
        TrainingConfig job = read(config);
        return new StepModel(times.of(job)).estimate(job, formula);
    }

    @Override
    public TrainingConfig read(Path config) {
        ConfigReader reader = new ConfigReader(readOptions());
        return LaunchFileReader.named(config)
                .map(named -> reader.readNamed(config, named))
                .orElseGet(() -> reader.read(config));
    }

    @Override
    public String write(TrainingConfig job) {
        return new NamedFormWriter(readOptions()).text(job);
    }

    @Override
    public MemoryModel memory() {
        return MemoryModel.builtIn();
    }

    @Override
    public TimeSource times(TrainingConfig job) {
        return times.of(job);
    }

    @Override
    public KnownClusters clusters() {
        return readOptions().clusters();
    }

    @Override
    public KnownCluster cluster(String nameOrFile) {
        if (Files.isRegularFile(Path.of(nameOrFile))) {
            return clusters().read(Path.of(nameOrFile));
        }
        return clusters()
                .find(nameOrFile)
                .orElseThrow(() -> new BadInputException("cluster (" + nameOrFile + ") is not known." + "\n  Known: "
                        + String.join(", ", clusters().names()) + "; or name a cluster file."));
    }

    @Override
    public Optional<SampledCluster> sampled(KnownCluster known) {
        return TimeSources.sampled(known);
    }

    @Override
    public List<SampledCluster> sampledClusters() {
        return times.references();
    }

    @Override
    public DeviceTable devices() {
        return devices;
    }

    @Override
    public Presets presets() {
        return presets;
    }

    @Override
    public ReadOptions readOptions() {
        return new ReadOptions(List.of(regressors), devices, presets, Path.of(""));
    }
}
