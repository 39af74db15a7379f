package org.stepcast.core.dataset;

import java.util.Optional;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Precision;

/**
 * The collectives that published files name. Those of estimate-train-time count the elements that one rank contributes,
 * and so do the four that we name alike;
 * NVIDIA's tables (names with {@code nccl_}) count the whole message as nccl-tests do.
 */
enum PublishedCollective {
    ALLREDUCE("allreduce", CollectiveKind.ALL_REDUCE, Counting.MESSAGE),
    ALLREDUCE_LARGE("allreduce_large", CollectiveKind.ALL_REDUCE, Counting.MESSAGE),
    ALLGATHER_LARGE("allgather_large", CollectiveKind.ALL_GATHER, Counting.PER_RANK),
    REDUCESCATTER_LARGE("reducescatter_large", CollectiveKind.REDUCE_SCATTER, Counting.MESSAGE),
    ALLGATHER("allgather", CollectiveKind.ALL_GATHER, Counting.PER_RANK),
    REDUCESCATTER("reducescatter", CollectiveKind.REDUCE_SCATTER, Counting.MESSAGE),
    ALLTOALL("alltoall", CollectiveKind.ALL_TO_ALL, Counting.MESSAGE),
    BROADCAST("broadcast", CollectiveKind.BROADCAST, Counting.MESSAGE),
    P2P("p2p", CollectiveKind.SEND_RECEIVE, Counting.MESSAGE),
    NCCL_ALLREDUCE("nccl_allreduce", CollectiveKind.ALL_REDUCE, Counting.MESSAGE),
    NCCL_ALLGATHER("nccl_allgather", CollectiveKind.ALL_GATHER, Counting.MESSAGE),
    NCCL_REDUCESCATTER("nccl_reducescatter", CollectiveKind.REDUCE_SCATTER, Counting.MESSAGE),
    NCCL_ALLTOALL("nccl_alltoall", CollectiveKind.ALL_TO_ALL, Counting.MESSAGE);

    private enum Counting {
        MESSAGE,
        PER_RANK
    }

    private final String publishedName;
    private final CollectiveKind kind;
    private final Counting counting;

    PublishedCollective(String publishedName, CollectiveKind kind, Counting counting) {
        this.publishedName = publishedName;
        this.kind = kind;
        this.counting = counting;
    }

    String publishedName() {
        return publishedName;
    }

    static Optional<PublishedCollective> named(String name) {
        for (PublishedCollective collective : values()) {
            if (collective.publishedName.equals(name)) {
                return Optional.of(collective);
            }
        }
        return Optional.empty();
    }

    Collective collective(long elementCount, GroupShape group, Precision precision) {
        double bytes = (double) elementCount * precision.byteCount();
        double messageBytes = counting == Counting.PER_RANK ? bytes * group.rankCount() : bytes;
        return new Collective(kind, messageBytes, group);
    }
}
