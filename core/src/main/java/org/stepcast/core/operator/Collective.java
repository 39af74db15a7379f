package org.stepcast.core.operator;

import java.util.Locale;

/**
 * One collective over a group of ranks.
 *
 * @param messageBytes as nccl-tests count: the buffer of an all-reduce, the total gathered by an all-gather, the total
 *     input of a reduce-scatter, one rank's buffer of an all-to-all, the message of a broadcast or send/receive
 */
public record Collective(CollectiveKind kind, double messageBytes, GroupShape group) implements Operator {

    public Collective {
        if (!(messageBytes > 0)) {
            throw new IllegalArgumentException("messageBytes (" + messageBytes + ") must be positive");
        }
    }

    /** Bytes that one rank puts on the wire at least. */
    public double wireBytes() {
        return messageBytes * kind.busFactor(group.rankCount());
    }

    /** No FLOPs; the bytes are those on the wire, whatever the precision. */
    @Override
    public Work work(Pass pass, Precision precision) {
        if (pass != Pass.WHOLE) {
            throw Operator.noSuchPass(this, pass);
        }
        return Work.moving(wireBytes(), wireBytes());
    }

    @Override
    public String family() {
        return kind.label();
    }

    @Override
    public String shapeText() {
        return String.format(Locale.ROOT, "%.0f B over %s", messageBytes, group.text());
    }
}
