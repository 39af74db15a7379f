package org.stepcast.sampler.backend.gloo;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.stepcast.core.operator.CollectiveKind;

/** The buffers of one collective on one rank: what it gives, what it gets, and the right values of both. */
final class Transfer implements AutoCloseable {

    private static final int ROOT = 0;
    private static final int TAG = 0;

    private final CollectiveKind kind;
    private final int rank;
    private final int rankCount;
    private final ScalarType type;
    private final long eachCount;
    private final Tensor given;
    private final Tensor got;

    /** @param elementCount of the message as {@link org.stepcast.core.operator.Collective} counts it */
    Transfer(CollectiveKind kind, long elementCount, GlooGroup group, ScalarType type) {
        this.kind = kind;
        this.rank = group.rank();
        this.rankCount = group.rankCount();
        this.type = type;
        this.eachCount = isDivided(kind) ? elementCount / rankCount : elementCount;
        this.given = zeros(kind == CollectiveKind.ALL_GATHER ? eachCount : elementCount, type);
        this.got = switch (kind) {
            case ALL_REDUCE, BROADCAST, SEND_RECEIVE -> given;
            case ALL_GATHER, ALL_TO_ALL -> zeros(elementCount, type);
            case REDUCE_SCATTER -> zeros(eachCount, type);
        };
    }

    /** Whether every rank has its own part of the message. */
    static boolean isDivided(CollectiveKind kind) {
        return switch (kind) {
            case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> true;
            case ALL_REDUCE, BROADCAST, SEND_RECEIVE -> false;
        };
    }

    /** Elements that a rank holds, given and got. */
    static double elementCount(CollectiveKind kind, double messageElementCount, long rankCount) {
        return switch (kind) {
            case ALL_REDUCE, BROADCAST, SEND_RECEIVE -> messageElementCount;
            case ALL_GATHER, REDUCE_SCATTER -> messageElementCount + messageElementCount / rankCount;
            case ALL_TO_ALL -> 2 * messageElementCount;
        };
    }

    /** What this rank does; empty for one that a message passes by. Only rank 0 sends, to the last rank. */
    Optional<Supplier<Work>> call(ProcessGroupGloo processes) {
        TensorVector tensors = new TensorVector(given);
        LongVector evenly = new LongVector();
        return switch (kind) {
            case ALL_REDUCE -> Optional.of(() -> processes.allreduce(tensors));
            case ALL_GATHER -> Optional.of(() -> processes._allgather_base(got, given));
            case REDUCE_SCATTER -> Optional.of(() -> processes._reduce_scatter_base(got, given));
            case ALL_TO_ALL -> Optional.of(() -> processes.alltoall_base(got, given, evenly, evenly));
            case BROADCAST -> Optional.of(() -> processes.broadcast(tensors));
            case SEND_RECEIVE -> {
                if (rank == ROOT) {
                    yield Optional.of(() -> processes.send(tensors, rankCount - 1, TAG));
                }
                yield isLast() ? Optional.of(() -> processes.recv(tensors, ROOT, TAG)) : Optional.empty();
            }
        };
    }

    /** Sets known values, so that {@link #isRight} can judge what comes of them. */
    void fill() {
        got.zero_();
        switch (kind) {
            case ALL_REDUCE, REDUCE_SCATTER -> fill(given, Pattern.added(rank, type));
            case ALL_GATHER -> fill(given, Pattern.moved(rank, type));
            case ALL_TO_ALL -> {
                for (int to = 0; to < rankCount; to++) {
                    fill(part(given, to), Pattern.moved(rank * rankCount + to, type));
                }
            }
            case BROADCAST, SEND_RECEIVE -> {
                if (rank == ROOT) {
                    fill(given, Pattern.moved(ROOT, type));
                }
            }
        }
    }

    /** Whether the right values have come, after {@link #fill} on all ranks and one call. */
    boolean isRight() {
        return switch (kind) {
            case ALL_REDUCE -> matches(got, Pattern.sum(rankCount, 0, type));
            case REDUCE_SCATTER -> matches(got, Pattern.sum(rankCount, rank * eachCount, type));
            case ALL_GATHER, ALL_TO_ALL -> partsMatch();
            case BROADCAST -> matches(got, Pattern.moved(ROOT, type));
            case SEND_RECEIVE -> !isLast() || matches(got, Pattern.moved(ROOT, type));
        };
    }

    @Override
    public void close() {
        given.close();
        got.close();
    }

    private boolean partsMatch() {
        boolean matches = true;
        for (int from = 0; from < rankCount; from++) {
            int shift = kind == CollectiveKind.ALL_GATHER ? from : from * rankCount + rank;
            matches &= matches(part(got, from), Pattern.moved(shift, type));
        }
        return matches;
    }

    private boolean isLast() {
        return rank == rankCount - 1;
    }

    private Tensor part(Tensor whole, int index) {
        return whole.narrow(0, index * eachCount, eachCount);
    }

    private static void fill(Tensor tensor, Pattern pattern) {
        try (pattern) {
            pattern.fill(tensor);
        }
    }

    private static boolean matches(Tensor tensor, Pattern pattern) {
        try (pattern) {
            return pattern.matches(tensor);
        }
    }

    private static Tensor zeros(long elementCount, ScalarType type) {
        long[] shape = {elementCount};
        return Temporaries.freeAllBut(() -> torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional())
                .zero_());
    }
}
