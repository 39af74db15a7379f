package org.stepcast.sampler.backend.nccl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Native;
import org.stepcast.sampler.backend.cuda.NativeLibrary;

/** NCCL's functions for one rank. The numbers of types are part of its binary interface. Source: nccl.h. */
final class Nccl {

    private static final int UNIQUE_ID_BYTES = 128;
    private static final int SUM = 0;

    /** What a status means, by its number. */
    private static final List<String> FAULTS = List.of(
            "no fault",
            "a CUDA function failed",
            "a system function failed",
            "an internal fault",
            "an argument is wrong",
            "wrong usage",
            "another rank failed");

    private final NativeLibrary library;
    private final long communicator;
    private final long stream;

    private Nccl(NativeLibrary library, long communicator, long stream) {
        this.library = library;
        this.communicator = communicator;
        this.stream = stream;
    }

    /**
     * Connects the ranks by an id of rank 0; all call it together.
     *
     * @param stream that collectives go to
     */
    static Nccl connect(NativeLibrary library, Meeting meeting, long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(UNIQUE_ID_BYTES);
            int status = meeting.rank() == 0 ? library.call("ncclGetUniqueId", id) : 0;
            HexFormat hex = HexFormat.of();
            List<String> ids =
                    meeting.exchange("NCCL's id", status == 0 ? hex.formatHex(id.toArray(ValueLayout.JAVA_BYTE)) : "");
            if (ids.getFirst().isEmpty()) {
                throw new BadInputException("rank 0: NCCL makes no id: " + fault(status));
            }
            MemorySegment.copy(MemorySegment.ofArray(hex.parseHex(ids.getFirst())), 0, id, 0, UNIQUE_ID_BYTES);
            int[] result = new int[1];
            long communicator = Native.longFrom(place -> result[0] = library.call(
                    "ncclCommInitRank", place, meeting.rankCount(), new NativeLibrary.Value(id), meeting.rank()));
            if (result[0] != 0) {
                throw new BadInputException(
                        "rank " + meeting.rank() + ": NCCL cannot connect the ranks: " + fault(result[0]));
            }
            return new Nccl(library, communicator, stream);
        }
    }

    /** {@code 2.27.3}. */
    static String version(NativeLibrary library) {
        int number = Native.intFrom(place -> library.call("ncclGetVersion", place));
        return number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
    }

    /** The number of a type that NCCL adds. */
    static int type(Precision precision) throws Refusal {
        return switch (precision) {
            case FP16 -> 6;
            case FP32 -> 7;
            case BF16 -> 9;
            case TF32, FP8 ->
                throw new Refusal(
                        Refusal.Kind.UNSUPPORTED,
                        "no " + precision.label() + " collectives are sampled; frameworks send fp32, fp16 and bf16");
        };
    }

    void allReduce(long from, long to, long count, int type) throws Refusal {
        must("ncclAllReduce", from, to, count, type, SUM, communicator, stream);
    }

    /** @param count that each rank gives */
    void allGather(long from, long to, long count, int type) throws Refusal {
        must("ncclAllGather", from, to, count, type, communicator, stream);
    }

    /** @param count that each rank gets */
    void reduceScatter(long from, long to, long count, int type) throws Refusal {
        must("ncclReduceScatter", from, to, count, type, SUM, communicator, stream);
    }

    void broadcast(long from, long to, long count, int type) throws Refusal {
        must("ncclBroadcast", from, to, count, type, 0, communicator, stream);
    }

    void send(long from, long count, int type, int rank) throws Refusal {
        must("ncclSend", from, count, type, rank, communicator, stream);
    }

    void receive(long to, long count, int type, int rank) throws Refusal {
        must("ncclRecv", to, count, type, rank, communicator, stream);
    }

    /** Calls that go on together, such as those that send and receive. */
    interface Calls {
        void run() throws Refusal;
    }

    void together(Calls calls) throws Refusal {
        must("ncclGroupStart");
        calls.run();
        must("ncclGroupEnd");
    }

    void destroy() {
        library.call("ncclCommDestroy", communicator);
    }

    /** Ends what still waits for other ranks. */
    void abort() {
        library.call("ncclCommAbort", communicator);
    }

    private void must(String function, Object... arguments) throws Refusal {
        int status = library.call(function, arguments);
        if (status != 0) {
            throw new Refusal(Refusal.Kind.FAILED, function + ": " + fault(status));
        }
    }

    private static String fault(int status) {
        String meaning = status > 0 && status < FAULTS.size() ? FAULTS.get(status) : "status " + status;
        return meaning + ".\n  NCCL_DEBUG=WARN makes NCCL say why.";
    }
}
