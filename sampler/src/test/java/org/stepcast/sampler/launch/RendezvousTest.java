package org.stepcast.sampler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.BadInputException;

/** Ranks are threads here; the processes of a real launch meet in the same way. */
final class RendezvousTest {

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final ExecutorService ranks = Executors.newVirtualThreadPerTaskExecutor();
    private InetSocketAddress master = InetSocketAddress.createUnresolved("127.0.0.1", 1);

    @BeforeEach
    void chooseAPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            master = InetSocketAddress.createUnresolved("127.0.0.1", free.getLocalPort());
        }
    }

    @AfterEach
    void endRanks() {
        ranks.shutdownNow();
    }

    @Test
    void everyRankGetsTheTextsOfAllInOrder() throws Exception {
        List<Future<String>> outcomes = new ArrayList<>();
        for (int rank : List.of(2, 0, 3, 1)) {
            outcomes.add(start(() -> {
                try (Rendezvous meeting = Rendezvous.join(place(rank, 4), PATIENCE)) {
                    String texts = "";
                    for (int round = 0; round < 50; round++) {
                        texts = String.join(" ", meeting.exchange("round " + round, rank + "/" + round));
                    }
                    meeting.finish();
                    return texts;
                }
            }));
        }

        for (Future<String> outcome : outcomes) {
            assertThat(outcome.get()).isEqualTo("0/49 1/49 2/49 3/49");
        }
    }

    @Test
    void aMissingRankIsNamed() throws Exception {
        List<Future<String>> outcomes = List.of(joining(0, 4), joining(1, 4), joining(3, 4));

        for (Future<String> outcome : outcomes) {
            assertThat(failure(outcome)).contains("rank 2 of 4", "the meeting of all ranks", "waited 1 s");
        }
    }

    @Test
    void aWrongWorldSizeIsToldToAll() throws Exception {
        List<Future<String>> outcomes = List.of(joining(0, 2), joining(1, 3));

        for (Future<String> outcome : outcomes) {
            assertThat(failure(outcome)).contains("rank 1", "world of 3 ranks, rank 0 in one of 2");
        }
    }

    @Test
    void twoProcessesOfOneRankAreToldApart() throws Exception {
        List<Future<String>> outcomes = List.of(joining(0, 3), joining(1, 3), joining(1, 3));

        for (Future<String> outcome : outcomes) {
            assertThat(failure(outcome)).contains("two processes call themselves rank 1", "process ");
        }
    }

    @Test
    void aSecondRankZeroFindsThePortTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(master.getHostString(), master.getPort()));

            assertThat(failure(joining(0, 2))).contains("port " + master.getPort() + " cannot be opened");
        }
    }

    @Test
    void anUnreachableMasterIsNamed() throws Exception {
        assertThat(failure(joining(1, 2)))
                .contains("rank 1: rank 0 cannot be reached at 127.0.0.1:" + master.getPort());
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        master = InetSocketAddress.createUnresolved("no-such-host.invalid", 29500);

        assertThat(failure(joining(1, 2))).contains("no-such-host.invalid:29500", "host name is unknown");
    }

    @Test
    void aLostRankEndsTheExchangeOfTheOthers() throws Exception {
        Future<String> first = exchanging(0, 3, "shape 7");
        Future<String> second = exchanging(1, 3, "shape 7");
        Future<String> lost = start(() -> {
            Rendezvous.join(place(2, 3), PATIENCE).close();
            return "";
        });
        lost.get();

        assertThat(failure(first)).contains("rank 2 (", "was lost");
        assertThat(failure(second)).contains("rank 2 (", "was lost");
    }

    @Test
    void theReasonOfARankThatGivesUpReachesTheOthers() throws Exception {
        Future<String> first = exchanging(0, 2, "shape 7");
        Future<String> second = start(() -> {
            Rendezvous.join(place(1, 2), PATIENCE).fail("no space left on device");
            return "gave up";
        });

        assertThat(second.get()).isEqualTo("gave up");
        assertThat(failure(first)).contains("rank 1 (", "no space left on device");
    }

    @Test
    void aLostMasterIsNamed() throws Exception {
        Future<String> second = exchanging(1, 2, "shape 7");
        Future<String> first = joining(0, 2);

        assertThat(first.get()).isEmpty();
        assertThat(failure(second)).contains("rank 0");
    }

    @Test
    void ranksThatAreOutOfStepAreTold() throws Exception {
        Future<String> first = exchanging(0, 2, "shape 7");
        Future<String> second = exchanging(1, 2, "shape 8");

        assertThat(failure(first)).contains("shape 7", "shape 8", "same configuration");
        assertThat(failure(second)).contains("shape 7", "shape 8");
    }

    @Test
    void aStrangerAtThePortDoesNoHarm() throws Exception {
        Future<String> first = exchanging(0, 2, "shape 7");
        knock();
        Future<String> second = exchanging(1, 2, "shape 7");

        assertThat(first.get()).isEqualTo("0 1");
        assertThat(second.get()).isEqualTo("0 1");
    }

    private void knock() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 50; attempt++) {
            try (Socket stranger = new Socket(master.getHostString(), master.getPort())) {
                stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            } catch (IOException notYetOpen) {
                Thread.sleep(20);
            }
        }
    }

    private Future<String> joining(int rank, int rankCount) {
        return start(() -> {
            Rendezvous.join(place(rank, rankCount), PATIENCE).close();
            return "";
        });
    }

    private Future<String> exchanging(int rank, int rankCount, String topic) {
        return start(() -> {
            try (Rendezvous meeting = Rendezvous.join(place(rank, rankCount), PATIENCE)) {
                List<String> texts = meeting.exchange(topic, Integer.toString(rank));
                meeting.finish();
                return String.join(" ", texts);
            }
        });
    }

    private Future<String> start(Callable<String> rank) {
        return ranks.submit(rank);
    }

    private RankPlace place(int rank, int rankCount) {
        return new RankPlace(Launcher.FLAGS, rank, rankCount, rank, rankCount, master);
    }

    private static String failure(Future<String> outcome) throws InterruptedException {
        try {
            return "no failure, but " + outcome.get();
        } catch (ExecutionException failed) {
            assertThat(failed).hasCauseInstanceOf(BadInputException.class);
            return String.valueOf(failed.getMessage());
        }
    }
}
