package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.estimator.memory.SlowHeap.Buffer;

/** Latent attention of the slow oracle: low ranks, their norms, keys and values of every head, flash attention. */
final class SlowLatent {

    private final SlowCase job;
    private final SlowHeap heap;
    private final SlowTape tape;
    private final int tokens;

    SlowLatent(SlowCase job, SlowHeap heap, SlowTape tape) {
        this.job = job;
        this.heap = heap;
        this.tape = tape;
        this.tokens = job.tokens();
    }

    Buffer forward(Buffer x) {
        int heads = job.rankHeads();
        int key = SlowCase.PLAIN_HEAD + SlowCase.ROTARY_HEAD;
        Buffer normed = step(List.of(x), job.dividedTokens(), job.hidden(), job.hidden());
        Buffer query = step(List.of(normed), tokens, SlowCase.QUERY_RANK, job.hidden());
        Buffer normedQuery = step(List.of(query), tokens, SlowCase.QUERY_RANK, SlowCase.QUERY_RANK);
        Buffer queries = step(List.of(normedQuery), tokens, heads * key, SlowCase.QUERY_RANK);
        Buffer pair = step(List.of(normed), tokens, SlowCase.KEY_RANK + SlowCase.ROTARY_HEAD, job.hidden());
        Buffer normedPair = step(List.of(pair), tokens, SlowCase.KEY_RANK, SlowCase.KEY_RANK);
        int both = heads * (SlowCase.PLAIN_HEAD + SlowCase.VALUE_HEAD);
        Buffer keysAndValues = step(List.of(normedPair), tokens, both, SlowCase.KEY_RANK);
        Buffer keys = heap.matrix(tokens, (long) heads * key, 2);
        Buffer values = heap.matrix(tokens, (long) heads * SlowCase.VALUE_HEAD, 2);
        keysAndValues.release();
        Buffer statistics = heap.matrix(tokens, heads, 4);
        Buffer out = heap.matrix(tokens, (long) heads * SlowCase.VALUE_HEAD, 2);
        int gradients = heads * (2 * key + SlowCase.VALUE_HEAD);
        tape.ran(List.of(queries, keys, values, out, statistics), List.of(), () -> heap.matrix(tokens, gradients, 2));
        List.of(normed, query, normedQuery, queries, pair, normedPair, keys, values, statistics)
                .forEach(Buffer::release);
        Buffer projected = step(List.of(out), job.dividedTokens(), job.hidden(), heads * SlowCase.VALUE_HEAD);
        out.release();
        return projected;
    }

    /** An operator that keeps its input. */
    private Buffer step(List<Buffer> saved, int rows, int outputs, int inputs) {
        tape.ran(saved, List.of(), () -> heap.matrix(tokens, inputs, 2));
        return heap.matrix(rows, outputs, 2);
    }
}
