package org.stepcast.sampler.backend.nccl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.CollectiveBackendContract;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.ThreadMeeting;
import org.stepcast.sampler.backend.cuda.FakeGpu;
import org.stepcast.sampler.backend.cuda.LibraryFinder;

/** The contract on fake GPUs: all but NVIDIA's own libraries is real. Ranks are threads. */
final class NcclBackendTest extends CollectiveBackendContract {

    @Override
    protected List<Callable<CollectiveBackend>> open(int rankCount) {
        return ranks(rankCount, Placement.IN_PLACE);
    }

    static List<Callable<CollectiveBackend>> ranks(int rankCount, Placement placement) {
        assumeTrue(FakeGpu.canBeMade(), "g++ is needed to make a fake NCCL");
        List<Meeting> meetings = ThreadMeeting.of(rankCount);
        LibraryFinder finder = FakeGpu.libraries();
        return IntStream.range(0, rankCount)
                .<Callable<CollectiveBackend>>mapToObj(
                        rank -> () -> connect(finder, meetings.get(rank), rank, placement))
                .toList();
    }

    private static NcclBackend connect(LibraryFinder finder, Meeting meeting, int localRank, Placement placement) {
        return NcclBackend.connect(
                finder,
                meeting,
                localRank,
                placement,
                Map.of("NCCL_ALGO", "Ring", "HOME", "/"),
                Duration.ofSeconds(60));
    }

    @Test
    void theSidecarTellsNcclAndItsVariables() throws Exception {
        try (CollectiveBackend backend =
                ranks(1, Placement.OUT_OF_PLACE).getFirst().call()) {
            assertThat(backend.device().environment())
                    .containsEntry("NCCL_ALGO", "Ring")
                    .containsEntry("collectives", "nccl out_of_place")
                    .containsEntry("library", "2.27.3")
                    .doesNotContainKey("HOME");
        }
    }

    @ParameterizedTest
    @EnumSource(CollectiveKind.class)
    void oneGpuSendsToItselfAndRefusesTheRest(CollectiveKind kind) throws Exception {
        try (CollectiveBackend backend = ranks(1, Placement.IN_PLACE).getFirst().call()) {
            Collective collective = new Collective(kind, 4096, new GroupShape(1, 1));
            if (kind == CollectiveKind.ALL_TO_ALL || kind == CollectiveKind.SEND_RECEIVE) {
                try (PreparedCollective prepared = backend.prepare(collective, Precision.BF16)) {
                    assertThat(prepared.isRight()).isTrue();
                }
            } else {
                assertThatThrownBy(() -> backend.prepare(collective, Precision.BF16))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("start a rank for each GPU");
            }
        }
    }

    @Test
    void twoRanksOnOneGpuAreNamed() {
        Meeting both = new Meeting() {
            @Override
            public int rank() {
                return 0;
            }

            @Override
            public int rankCount() {
                return 2;
            }

            @Override
            public String masterHost() {
                return "localhost";
            }

            @Override
            public InetAddress localAddress() {
                return InetAddress.getLoopbackAddress();
            }

            @Override
            public List<String> exchange(String topic, String text) {
                return List.of(text, text);
            }
        };
        assumeTrue(FakeGpu.canBeMade(), "g++ is needed to make a fake NCCL");

        assertThatThrownBy(() -> connect(FakeGpu.libraries(), both, 0, Placement.IN_PLACE))
                .hasMessageContaining("ranks 0 and 1 are both on GPU 0000:00:00.0");
    }
}
