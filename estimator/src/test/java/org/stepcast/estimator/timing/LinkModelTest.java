package org.stepcast.estimator.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;

final class LinkModelTest {

    private static final double GB = 1e9;
    private static final LinkDefaults PERFECT = new LinkDefaults(5, Map.of(LinkKind.NVLINK, 1.0), 1.0, 0.3);
    private static final LinkModel MODEL =
            new LinkModel(cluster(new Network(NetworkKind.INFINIBAND, 50 * GB, 4)), PERFECT);

    @Test
    void largeMessagesOfANodeRunAtTheRateOfItsLinks() {
        double micros = MODEL.micros(collective(CollectiveKind.ALL_REDUCE, 450 * GB, 1, 8));

        assertThat(micros).isEqualTo(2 * 7 / 8.0 * 1e6, within(0.01 * 1e6));
    }

    @Test
    void smallMessagesWaitForEveryStep() {
        double latency = 5 + 2 * 7 * 0.5;
        double wire = 2 * 7 / 8.0 * 512 / (450 * GB) * 1e6;

        double micros = MODEL.micros(collective(CollectiveKind.ALL_REDUCE, 512, 1, 8));

        assertThat(micros).isEqualTo(latency + Math.sqrt(latency * wire) + wire, within(1e-9));
    }

    @Test
    void ranksOfANodeShareTheirAdapters() {
        double oneRank = MODEL.micros(collective(CollectiveKind.ALL_GATHER, 100 * GB, 2, 1));
        double eightRanks = MODEL.micros(collective(CollectiveKind.ALL_GATHER, 100 * GB, 2, 8));

        assertThat(oneRank).isEqualTo(1 / 2.0 * 2 * 1e6, within(0.02 * 1e6));
        assertThat(eightRanks).isEqualTo(15 / 16.0 / 8 * 2 * 1e6, within(0.01 * 1e6));
    }

    @Test
    void anAllToAllSendsOnlyWhatLeavesTheNodeOverTheNetwork() {
        double micros = MODEL.micros(collective(CollectiveKind.ALL_TO_ALL, 100 * GB, 2, 8));

        assertThat(micros).isEqualTo(8 / 16.0 * 2 * 1e6, within(0.01 * 1e6));
    }

    @ParameterizedTest
    @CsvSource({"ALL_REDUCE, 1, 1", "SEND_RECEIVE, 1, 1"})
    void aGroupOfOneOnlyLaunches(CollectiveKind kind, long nodes, long ranks) {
        assertThat(MODEL.micros(collective(kind, 1 * GB, nodes, ranks))).isEqualTo(5);
    }

    @Test
    void aGroupLargerThanANodeIsNotCovered() {
        assertThatThrownBy(() -> MODEL.micros(collective(CollectiveKind.ALL_REDUCE, 1 * GB, 1, 16)))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("1x16")
                .hasMessageContaining("8 devices");
    }

    @Test
    void aClusterOfOneNodeHasNoGroupOfTwo() {
        LinkModel alone = new LinkModel(cluster(Network.none()), PERFECT);

        assertThatThrownBy(() -> alone.micros(collective(CollectiveKind.ALL_REDUCE, 1 * GB, 2, 8)))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("no network");
    }

    private static Collective collective(CollectiveKind kind, double bytes, long nodes, long ranksPerNode) {
        return new Collective(kind, bytes, new GroupShape(nodes, ranksPerNode));
    }

    private static Cluster cluster(Network network) {
        Node node = new Node(8, new Link(LinkKind.NVLINK, 450 * GB, 0.5));
        return new Cluster(
                "test", DeviceTable.builtIn().named("H100"), node, network, Provenance.of("a test"), List.of());
    }
}
