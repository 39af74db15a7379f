package org.stepcast.sampler.grid;

import java.util.List;
import org.stepcast.core.dataset.PublishedOperator;

/** Which combinations of a published grid are shapes of a model: its code refused the others, so they have no rows. */
final class Validity {

    /** The most that flash attention takes. Source: Dao-AILab flash-attention 2. */
    private static final long LARGEST_HEAD_SIZE = 256;

    private final List<String> columns;
    private final boolean isFlashAttention;

    Validity(String name, List<String> columns) {
        this.columns = columns;
        this.isFlashAttention = name.equals(PublishedOperator.FLASH_ATTENTION.publishedName());
    }

    /** Ranks divide the heads, and heads the hidden size. */
    boolean isPossible(List<String> cells) {
        if (!columns.contains("h") || !columns.contains("mp")) {
            return true;
        }
        long heads = value("h", cells);
        if (heads % value("mp", cells) != 0) {
            return false;
        }
        return !columns.contains("dim") || isPossibleHead(value("dim", cells), heads);
    }

    private boolean isPossibleHead(long hiddenSize, long heads) {
        return hiddenSize % heads == 0 && !(isFlashAttention && hiddenSize / heads > LARGEST_HEAD_SIZE);
    }

    private long value(String column, List<String> cells) {
        return Long.parseLong(cells.get(columns.indexOf(column)));
    }
}
