package org.stepcast.estimator.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.stepcast.estimator.timing.TestClusters.cluster;
import static org.stepcast.estimator.timing.TestClusters.entry;
import static org.stepcast.estimator.timing.TestClusters.sampled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;

final class CollectiveTimesTest {

    private static final double BYTES = 1e9;
    private static final Cluster H100 = cluster("H100");
    private static final LinkModel LINKS =
            new LinkModel(H100, Defaults.builtIn().links());

    /** 100 GB/s between two nodes, a tenth of a microsecond per 10 kB. */
    private static final ClusterTimes TIMES = ClusterTimes.of(
            sampled(H100, entry(query(CollectiveKind.ALL_REDUCE, 2, 8), 1.0 / 100, "networkWire")), List::of);

    @Test
    void sampledGroupsInterpolateInAnyPrecision() {
        OperatorTime time = TIMES.time(collective(CollectiveKind.ALL_REDUCE, 2, 8), Pass.WHOLE, Precision.BF16);

        double wireMicrosAtOneGigabyte = 2 * 15 / 16.0 * BYTES / 8 / 1e3;
        assertThat(time.micros().p50()).isEqualTo(wireMicrosAtOneGigabyte / 100, within(1e-6));
        assertThat(time.origin()).isEqualTo(Origin.INTERPOLATED);
    }

    @Test
    void otherGroupsDeviateFromTheirLinksAsSampledOnesDo() {
        Collective sampled = collective(CollectiveKind.ALL_REDUCE, 2, 8);
        Collective asked = collective(CollectiveKind.ALL_REDUCE, 4, 8);

        OperatorTime time = TIMES.time(asked, Pass.WHOLE, Precision.BF16);

        double ratio = TIMES.time(sampled, Pass.WHOLE, Precision.BF16).micros().p50() / LINKS.micros(sampled);
        assertThat(time.micros().p50()).isEqualTo(ratio * LINKS.micros(asked), within(1e-6));
        assertThat(time.origin()).isEqualTo(Origin.EXTRAPOLATED);
        assertThat(time.reason())
                .isEqualTo("4x8 was not sampled: from figures of links, corrected by all_reduce 2x8 of H100");
    }

    @Test
    void otherKindsOnTheSameLinksDeviateAlike() {
        OperatorTime time = TIMES.time(collective(CollectiveKind.REDUCE_SCATTER, 2, 8), Pass.WHOLE, Precision.BF16);

        assertThat(time.reason()).contains("corrected by all_reduce 2x8");
    }

    @Test
    void samplesBetweenNodesSayNothingOfLinksInANode() {
        Collective inNode = collective(CollectiveKind.ALL_REDUCE, 1, 8);

        OperatorTime time = TIMES.time(inNode, Pass.WHOLE, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(LINKS.micros(inNode), within(1e-9));
        assertThat(time.reason()).isEqualTo("1x8 was not sampled: from figures of links");
    }

    @Test
    void linksInANodeDeviateAsThoseOfTheNearestDevice() {
        SampledCluster h200 =
                sampled(cluster("H200"), entry(query(CollectiveKind.ALL_REDUCE, 1, 8), 1.0 / 300, "nodeWire"));
        Collective asked = collective(CollectiveKind.ALL_REDUCE, 1, 4);

        OperatorTime time = ClusterTimes.ofFigures(H100, () -> List.of(h200)).time(asked, Pass.WHOLE, Precision.BF16);

        double sampledMicros = 2 * 7 / 8.0 * BYTES / 1e3 / 300;
        double ratio = sampledMicros / LINKS.micros(collective(CollectiveKind.ALL_REDUCE, 1, 8));
        assertThat(time.micros().p50()).isEqualTo(ratio * LINKS.micros(asked), within(1e-6));
        assertThat(time.reason()).endsWith("corrected by all_reduce 1x8 of H200");
    }

    @Test
    void noNetworkSpeaksForAnother() {
        SampledCluster h200 =
                sampled(cluster("H200"), entry(query(CollectiveKind.ALL_REDUCE, 2, 8), 1.0 / 300, "networkWire"));
        Collective asked = collective(CollectiveKind.ALL_REDUCE, 2, 8);

        OperatorTime time = ClusterTimes.ofFigures(H100, () -> List.of(h200)).time(asked, Pass.WHOLE, Precision.BF16);

        assertThat(time.micros().p50()).isEqualTo(LINKS.micros(asked), within(1e-9));
    }

    private static Query query(CollectiveKind kind, long nodes, long ranksPerNode) {
        return new Query(collective(kind, nodes, ranksPerNode), Pass.WHOLE, Precision.FP16);
    }

    private static Collective collective(CollectiveKind kind, long nodes, long ranksPerNode) {
        return new Collective(kind, BYTES, new GroupShape(nodes, ranksPerNode));
    }
}
