package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.SampleSource.Catalogue;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.Jobs;

class GroupTimesTest {

    private static final double BYTES = 1e9;
    private static final double LINK = 32e9;

    private static Workload work(Jobs job, Link link, SampleSource samples) {
        TrainingConfig config = job.config();
        Device device = DeviceTable.builtIn().named("A100-PCIe-80GB");
        Cluster cluster = new Cluster(
                "box",
                device,
                new Node(8, link),
                new Network(NetworkKind.INFINIBAND, 25e9, 5),
                Provenance.of("test"),
                List.of());
        TrainingConfig placed = new TrainingConfig(
                config.source(),
                config.model(),
                cluster,
                samples,
                config.deviceCount(),
                config.parallel(),
                config.batch(),
                config.precision(),
                config.recompute(),
                config.offload(),
                config.attention(),
                config.framework(),
                config.calibration(),
                config.run(),
                config.published());
        return Workload.of(placed, Execution.of(placed)).withTimes(FixedTimes.withCollectives(70));
    }

    private static Workload pcie(Jobs job) {
        return work(job, new Link(LinkKind.PCIE, LINK, 1), new SampleSource.FiguresOnly());
    }

    /** Bus bandwidth over the link's rate, ramp and launch taken out. */
    private static double share(Workload work, RankGroup group) {
        double micros = new GroupTimes(work, Tuning.prior()).micros(group, CollectiveKind.ALL_GATHER, BYTES, 1) - 10;
        double ranks = group.rankCount();
        double half = 12 * 1024 * 1024;
        double ramp = 1 + half / (BYTES + half);
        return (ranks - 1) / ranks * BYTES * ramp / (micros * 1e-6) / LINK;
    }

    @Test
    void overPcieAGroupReachesMoreWithinASocketThanAcross() {
        Workload work = pcie(Jobs.of(8, 1, 1));
        double inSocket = KernelTable.builtIn().pcie().inSocketFraction();
        double across = KernelTable.builtIn().pcie().acrossSocketsFraction();

        assertThat(share(work, RankGroup.of(work, 4, 1))).isCloseTo(inSocket, within(1e-9));
        assertThat(share(work, RankGroup.of(work, 8, 1))).isCloseTo(across, within(1e-9));
    }

    @Test
    void groupsAcrossSocketsShareTheWayBetweenThem() {
        Workload work = pcie(Jobs.of(4, 1, 2));
        double inSocket = KernelTable.builtIn().pcie().inSocketFraction();

        assertThat(share(work, RankGroup.data(work, 2))).isCloseTo(inSocket / 4, within(1e-9));
    }

    @Test
    void tensorCommunicationHidesOnlyWhereDevicesHaveLinksOfTheirOwn() {
        Workload nvlink = work(Jobs.of(4, 1, 2), new Link(LinkKind.NVLINK, 300e9, 1), new SampleSource.FiguresOnly());

        assertThat(new LayerCommunication(nvlink, Tuning.prior(), LayerKind.DENSE).hiddenFraction())
                .isPositive();
        assertThat(new LayerCommunication(pcie(Jobs.of(4, 1, 2)), Tuning.prior(), LayerKind.DENSE).hiddenFraction())
                .isZero();
    }

    @Test
    void aTokenThatTravelsOnceToARankOfSeveralExpertsTakesLess() {
        Workload work = pcie(Jobs.of(8, 1, 1));
        GroupTimes groups = new GroupTimes(work, Tuning.prior());
        RankGroup ranks = RankGroup.of(work, 8, 1);
        double each = groups.allToAllMicros(ranks, BYTES, TokenCopies.EACH) - 10;
        double once = groups.allToAllMicros(ranks, BYTES, new TokenCopies(8, 1, 1)) - 10;

        // Of 8 experts at random on 8 ranks, 7 · (1 - (7/8)^8) ranks other than the token's own have one.
        assertThat(once / each).isCloseTo(7 * (1 - Math.pow(7 / 8.0, 8)) / 8 / (7 / 8.0), within(1e-9));
        // Of experts in 4 of 8 groups, at most 4 of them, of which an eighth is its own in the mean.
        assertThat(new TokenCopies(8, 8, 4).leavingFraction(8))
                .isCloseTo(4 * (1 - Math.pow(3 / 4.0, 8)) * 7 / 8 / 8, within(1e-12));
        // Two of four groups at random lie at one of two places once in three times.
        assertThat(new TokenCopies(1e9, 4, 2).leavingFraction(2) * 1e9).isCloseTo((2 - 1 / 3.0) / 2, within(1e-6));
    }

    @Test
    void aSampledClusterAnswersForItsOwnLinks() {
        Workload work =
                work(Jobs.of(8, 1, 1), new Link(LinkKind.PCIE, LINK, 1), new Catalogue(Path.of("regressors", "box")));

        assertThat(new GroupTimes(work, Tuning.prior()).allReduceMicros(RankGroup.tensor(work), BYTES))
                .isEqualTo(70);
    }
}
