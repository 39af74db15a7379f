package org.stepcast.estimator.schedule;

import java.util.Optional;
import org.stepcast.estimator.schedule.Task.Kind;

/**
 * 1F1B with {@code chunkCount} virtual stages on each stage: chunk c of stage s is part c·p + s of the model, so that a
 * micro-batch passes the p stages once for each chunk. Micro-batches go through in groups of p, each group through all
 * chunks before the next one follows. Source: Narayanan et al. 2021, arXiv 2104.04473, section 2.2, in the order of
 * Megatron-LM's {@code forward_backward_pipelining_with_interleaving} (core/pipeline_parallel/schedules.py).
 *
 * @param chunkCount at least 1; 1 is 1F1B with a longer warm-up
 */
public record InterleavedOneForwardOneBackward(int chunkCount) implements PipelineSchedule {

    public InterleavedOneForwardOneBackward {
        if (chunkCount < 1) {
            throw new IllegalArgumentException("chunkCount (" + chunkCount + ") must be at least 1");
        }
    }

    @Override
    public void tasks(int stage, int stageCount, int microBatchCount, Task.Order order) {
        int totalCount = microBatchCount * chunkCount;
        int warmUpCount = warmUpCount(stage, stageCount, totalCount);
        Walk forward = new Walk(stageCount, chunkCount);
        Walk backward = new Walk(stageCount, chunkCount);
        for (int i = 0; i < warmUpCount; i++) {
            order.then(Kind.FORWARD, forward.chunk, forward.microBatch);
            forward.advance();
        }
        for (int i = 0; i < totalCount; i++) {
            if (warmUpCount + i < totalCount) {
                order.then(Kind.FORWARD, forward.chunk, forward.microBatch);
                forward.advance();
            }
            order.then(Kind.BACKWARD, chunkCount - 1 - backward.chunk, backward.microBatch);
            backward.advance();
        }
    }

    /** Two passes for each stage further down, since each answer comes back one pass later, and all but the last chunk. */
    private int warmUpCount(int stage, int stageCount, int totalCount) {
        return Math.min(2 * (stageCount - 1 - stage) + (chunkCount - 1) * stageCount, totalCount);
    }

    @Override
    public int peakInFlight(int stage, int stageCount, int microBatchCount) {
        int totalCount = microBatchCount * chunkCount;
        return Math.min(warmUpCount(stage, stageCount, totalCount) + 1, totalCount);
    }

    @Override
    public String label() {
        return "interleaved_1f1b";
    }

    @Override
    public Optional<String> refusal(int stageCount, int microBatchCount) {
        if (microBatchCount % stageCount == 0) {
            return Optional.empty();
        }
        return Optional.of(label() + " needs a number of micro-batches (" + microBatchCount
                + ") that is a multiple of the stages (" + stageCount + "), as in Megatron-LM.");
    }

    /** The chunks and micro-batches of forward passes in order; backward passes take the chunks from the other end. */
    private static final class Walk {

        private final int stageCount;
        private final int chunkCount;
        private int chunk;
        private int microBatch;

        Walk(int stageCount, int chunkCount) {
            this.stageCount = stageCount;
            this.chunkCount = chunkCount;
        }

        void advance() {
            microBatch++;
            if (microBatch % stageCount == 0) {
                chunk++;
                if (chunk < chunkCount) {
                    microBatch -= stageCount;
                } else {
                    chunk = 0;
                }
            }
        }
    }
}
