package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.operator.Pass;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.Jobs;

/** Laws of the composition. */
class StepCompositionTest {

    private static StepTimes times(TrainingConfig config) {
        return new StepComposition(Workload.of(config, Execution.of(config)), Tuning.fitted()).times();
    }

    static Stream<Jobs> plans() {
        return Stream.of(
                Jobs.of(1, 1, 1),
                Jobs.of(2, 1, 1),
                Jobs.of(1, 4, 1),
                Jobs.of(1, 1, 16),
                Jobs.of(2, 4, 2).with(Recompute.FULL),
                Jobs.of(4, 2, 2).with(Sharding.NONE),
                Jobs.of(1, 1, 16).with(Sharding.FSDP),
                Jobs.of(1, 2, 8).with(Recompute.SELECTIVE));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aFasterNetworkIsNeverSlower(Jobs job) {
        TrainingConfig config = job.config();

        assertThat(times(withNetwork(config, 2)).totalMicros())
                .isLessThanOrEqualTo(times(config).totalMicros());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void stagesWaitOnlyWhereThereAreSeveral(Jobs job) {
        StepTimes times = times(job.config());

        assertThat(times.bubbleMicros() > 0).isEqualTo(job.config().parallel().pipelineSize() > 1);
    }

    @Test
    void moreMicroBatchesShrinkTheShareOfTheBubble() {
        TrainingConfig few = Jobs.of(1, 4, 2).config();
        Batch batch = few.batch();
        Batch larger = new Batch(batch.sequenceTokens(), batch.microSize(), 4 * batch.globalSize());

        assertThat(bubbleShare(changed(few, few.cluster(), larger))).isLessThan(bubbleShare(few));
    }

    @Test
    void oneStageTakesItsMicroBatchesOneAfterTheOther() {
        TrainingConfig config = Jobs.of(1, 1, 1).config();
        StepTimes times = times(config);

        double body = config.model().layerCount() * times.layer().totalMicros() + times.accumulateMicros();
        double stage =
                body + times.ends().headMicros() + times.ends().embedding().bothMicros();
        assertThat(times.totalMicros())
                .isCloseTo(config.microBatchCount() * stage + times.stepEnd().totalMicros(), within(1e-3));
    }

    /** XLA removes what nothing reads: the output of a layer's last product. */
    @Test
    void fullRecomputationOfJaxLeavesOutTheLastProduct() {
        Jobs job = Jobs.of(1, 1, 16).with(Recompute.FULL);
        Workload generic = work(job.with(FrameworkName.GENERIC).config());
        Workload jax = work(job.with(FrameworkName.JAX).config());
        LayerTimes layer = new StepComposition(jax, Tuning.fitted()).times().layer();
        MatrixProducts products = new MatrixProducts(jax, Tuning.fitted());
        double last = products.times(products.layer(LayerKind.DENSE).getLast()).forwardMicros();

        assertThat(layer.recomputeMicros())
                .isCloseTo(layer.compute().forwardMicros() + layer.launches().forwardMicros() - last, within(1e-6));
        assertThat(new StepComposition(generic, Tuning.fitted()).times().layer().recomputeMicros())
                .isCloseTo(layer.recomputeMicros() + last, within(1e-6));
        assertThat(forwardRuns(jax, "mlp up")).isEqualTo(2 * forwardRuns(jax, "mlp down"));
        assertThat(forwardRuns(generic, "mlp up")).isEqualTo(forwardRuns(generic, "mlp down"));
    }

    private static double forwardRuns(Workload work, String product) {
        StepTimes times = new StepComposition(work, Tuning.fitted()).times();
        return new ProfiledLines(work, Tuning.fitted(), times, 1)
                .all().stream()
                        .filter(line -> line.name().equals(product) && line.pass() == Pass.FORWARD)
                        .mapToDouble(OperatorLine::count)
                        .sum();
    }

    private static Workload work(TrainingConfig config) {
        return Workload.of(config, Execution.of(config));
    }

    @Test
    void communicationThatFitsBehindComputeCostsItsExposedShareAndTheSlowdownOfTheRest() {
        Overlapped overlap = new Overlapped(0.2);

        assertThat(overlap.addedMicros(0.25, 100, 1000)).isCloseTo(100 * (0.25 + 0.75 * 0.2), within(1e-9));
        assertThat(overlap.addedMicros(0.25, 100, 40)).isCloseTo(60 + 40 * (0.25 + 0.75 * 0.2), within(1e-9));
    }

    private static double bubbleShare(TrainingConfig config) {
        StepTimes times = times(config);
        return times.bubbleMicros() / times.totalMicros();
    }

    private static TrainingConfig withNetwork(TrainingConfig config, double factor) {
        Cluster cluster = config.cluster();
        Network network = cluster.network();
        Cluster faster = new Cluster(
                cluster.name(),
                cluster.device(),
                cluster.node(),
                new Network(network.kind(), factor * network.bytesPerSecond(), network.latencyMicros()),
                cluster.provenance(),
                cluster.samples());
        return changed(config, faster, config.batch());
    }

    private static TrainingConfig changed(TrainingConfig config, Cluster cluster, Batch batch) {
        return new TrainingConfig(
                config.source(),
                config.model(),
                cluster,
                config.samples(),
                config.deviceCount(),
                config.parallel(),
                batch,
                config.precision(),
                config.recompute(),
                config.offload(),
                config.attention(),
                config.framework(),
                config.calibration(),
                config.run(),
                config.published());
    }
}
