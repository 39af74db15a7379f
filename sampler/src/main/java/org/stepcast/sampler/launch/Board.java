package org.stepcast.sampler.launch;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The exchanges of a job, one after another; the first fault ends them all. Thread-safe. */
final class Board {

    /** Why there are no more exchanges; for all ranks. */
    static final class Failure extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }

    private static final String MEETING = "the meeting of all ranks";

    private final int rankCount;
    private final Duration patience;
    private final Map<Integer, String> processes = new TreeMap<>();
    private final Map<Integer, String> parts = new TreeMap<>();
    private String topic = MEETING;
    private long roundCount;
    private List<String> result = List.of();
    private Optional<String> failure = Optional.empty();
    private boolean ended;

    Board(int rankCount, Duration patience) {
        this.rankCount = rankCount;
        this.patience = patience;
    }

    /** Takes a rank in; returns when all have come. */
    synchronized List<String> join(int rank, int itsRankCount, String process) throws Failure {
        if (itsRankCount != rankCount) {
            fail("rank " + rank + " (" + process + ") was started in a world of " + itsRankCount
                    + " ranks, rank 0 in one of " + rankCount + ".\n  Start all ranks with the same world size.");
        } else if (rank < 0 || rank >= rankCount) {
            fail("rank " + rank + " (" + process + ") is not in 0.." + (rankCount - 1) + ".");
        } else if (processes.containsKey(rank)) {
            fail("two processes call themselves rank " + rank + ": " + processes.get(rank) + ", and " + process
                    + ".\n  Give every process a rank of its own.");
        } else {
            processes.put(rank, process);
        }
        return exchange(rank, MEETING, process);
    }

    /** Takes the part of one rank; returns when all have given theirs. */
    synchronized List<String> exchange(int rank, String itsTopic, String part) throws Failure {
        if (parts.isEmpty()) {
            topic = itsTopic;
        } else if (!topic.equals(itsTopic)) {
            fail("rank " + rank + " is at " + itsTopic + ", the others at " + topic
                    + ".\n  Start all ranks with the same configuration and options.");
        }
        throwIfFailed();
        parts.put(rank, part);
        long round = roundCount;
        if (parts.size() == rankCount) {
            completeRound();
        }
        awaitRound(round);
        return result;
    }

    /** Ends all exchanges, unless they have ended well. */
    synchronized void fail(String reason) {
        if (!ended && failure.isEmpty()) {
            failure = Optional.of(reason);
        }
        notifyAll();
    }

    /** The connection of a rank is closed. */
    synchronized void leave(int rank) {
        fail("rank " + name(rank) + " was lost, at " + topic + " or after it."
                + "\n  Its own message says why; rows that are written are kept. Run the same again to go on.");
    }

    private void completeRound() {
        result = List.copyOf(parts.values());
        parts.clear();
        roundCount++;
        ended = Rendezvous.isEnd(topic);
        notifyAll();
    }

    private void awaitRound(long round) throws Failure {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        try {
            while (roundCount == round && failure.isEmpty()) {
                long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMillis > 0) {
                    wait(leftMillis);
                } else {
                    fail("waited " + patience.toSeconds() + " s for " + missing() + ", at " + topic
                            + ".\n  Look whether it was started and still runs; --timeout waits longer.");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail("rank 0 was interrupted");
        }
        if (roundCount == round) {
            throwIfFailed();
        }
    }

    /** {@code ranks 1 (node1, process 17) and 3}: those that have not given their part. */
    private String missing() {
        List<Integer> ranks = new ArrayList<>();
        for (int rank = 0; rank < rankCount; rank++) {
            if (!parts.containsKey(rank)) {
                ranks.add(rank);
            }
        }
        return (ranks.size() == 1 ? "rank " : "ranks ")
                + ranks.stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String name(int rank) {
        return processes.containsKey(rank) ? rank + " (" + processes.get(rank) + ")" : rank + " of " + rankCount;
    }

    private void throwIfFailed() throws Failure {
        if (failure.isPresent()) {
            throw new Failure(failure.get());
        }
    }
}
