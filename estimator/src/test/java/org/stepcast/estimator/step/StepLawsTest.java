package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.ClusterTimes;

/** Laws that hold for every job, over seeded random ones. */
class StepLawsTest {

    private static final double ROUNDING = 1 + 1e-9;

    static Stream<TrainingConfig> jobs() {
        return RandomJobs.all();
    }

    private static StepEstimate estimate(TrainingConfig job) {
        return new StepModel(ClusterTimes.ofFigures(job.cluster(), List::of)).estimate(job);
    }

    private static double seconds(TrainingConfig job) {
        return estimate(job).stepSeconds().p50();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void breakdownSumsToTheMedianAndNoPartIsNegative(TrainingConfig job) {
        StepEstimate estimate = estimate(job);
        double p50 = estimate.stepSeconds().p50();

        assertThat(estimate.breakdown().totalMicros() / 1e6).isCloseTo(p50, within(1e-9 * p50));
        assertThat(estimate.breakdown().micros().values()).allMatch(micros -> micros >= -1e-9 * p50 * 1e6);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void moreBandwidthIsNeverSlower(TrainingConfig job) {
        Cluster cluster = job.cluster();
        Network network = cluster.network();
        Link link = cluster.node().link();
        double before = seconds(job) * ROUNDING;

        assertThat(seconds(with(
                        job,
                        cluster.device(),
                        link,
                        new Network(network.kind(), 2 * network.bytesPerSecond(), network.latencyMicros()))))
                .isLessThanOrEqualTo(before);
        assertThat(seconds(with(
                        job,
                        cluster.device(),
                        new Link(link.kind(), 2 * link.bytesPerSecond(), link.latencyMicros()),
                        network)))
                .isLessThanOrEqualTo(before);
        assertThat(seconds(with(job, faster(cluster.device(), 1, 2), link, network)))
                .isLessThanOrEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void moreFlopsAreNeverSlower(TrainingConfig job) {
        Cluster cluster = job.cluster();

        TrainingConfig faster =
                with(job, faster(cluster.device(), 1.5, 1), cluster.node().link(), cluster.network());
        assertThat(seconds(faster)).isLessThanOrEqualTo(seconds(job) * ROUNDING);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void moreLatencyIsNeverFaster(TrainingConfig job) {
        Network network = job.cluster().network();
        Network later = new Network(network.kind(), network.bytesPerSecond(), 4 * network.latencyMicros());

        TrainingConfig slower =
                with(job, job.cluster().device(), job.cluster().node().link(), later);
        assertThat(seconds(slower) * ROUNDING).isGreaterThanOrEqualTo(seconds(job));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void moreMicroBatchesNeverGrowTheShareOfTheBubble(TrainingConfig job) {
        Batch batch = job.batch();
        TrainingConfig more =
                job.withBatch(new Batch(batch.sequenceTokens(), batch.microSize(), 3 * batch.globalSize()));

        assertThat(bubbleShare(more)).isLessThanOrEqualTo(bubbleShare(job) * ROUNDING + 1e-9);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void withoutAPipelineSimulationAndClosedFormAgree(TrainingConfig job) {
        if (job.parallel().pipelineSize() == 1) {
            Workload work = Workload.of(job, Execution.of(job));
            double closed = new StepComposition(work, Tuning.fitted()).totalSeconds();

            assertThat(seconds(job)).isCloseTo(closed, within(1e-9 * closed));
        }
    }

    private static double bubbleShare(TrainingConfig job) {
        Breakdown breakdown = estimate(job).breakdown();
        return breakdown.micros().getOrDefault(Part.PIPELINE_BUBBLE, 0.0) / breakdown.totalMicros();
    }

    private static Device faster(Device device, double flopsFactor, double memoryFactor) {
        Map<Precision, Double> peaks = device.peakFlopsPerSecond().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, peak -> flopsFactor * peak.getValue()));
        return new Device(
                device.name(),
                device.aliases(),
                device.memoryBytes(),
                memoryFactor * device.memoryBytesPerSecond(),
                device.l2Bytes(),
                device.multiprocessorCount(),
                device.powerWatts(),
                peaks,
                device.peerLink(),
                device.hostLink(),
                device.price(),
                device.provenance());
    }

    private static TrainingConfig with(TrainingConfig job, Device device, Link link, Network network) {
        Cluster old = job.cluster();
        Cluster cluster = new Cluster(
                old.name(), device, new Node(old.node().deviceCount(), link), network, old.provenance(), old.samples());
        return new TrainingConfig(
                job.source(),
                job.model(),
                cluster,
                job.samples(),
                job.deviceCount(),
                job.parallel(),
                job.batch(),
                job.precision(),
                job.recompute(),
                job.offload(),
                job.attention(),
                job.framework(),
                job.calibration(),
                job.run(),
                job.published());
    }
}
