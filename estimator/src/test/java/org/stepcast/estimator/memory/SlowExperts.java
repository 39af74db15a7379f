package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.estimator.memory.SlowHeap.Buffer;

/** Experts of the slow oracle: norm, router, shared expert, rows sent to the experts and back. */
final class SlowExperts {

    private final SlowCase job;
    private final SlowHeap heap;
    private final SlowTape tape;
    private final int tokens;
    private final long rows;

    SlowExperts(SlowCase job, SlowHeap heap, SlowTape tape) {
        this.job = job;
        this.heap = heap;
        this.tape = tape;
        this.tokens = job.tokens();
        this.rows = job.expertRows();
    }

    Buffer forward(Buffer x) {
        int hidden = job.hidden();
        tape.ran(List.of(x), List.of(), () -> heap.matrix(tokens, hidden, 2));
        Buffer normed = heap.matrix(tokens, hidden, 2);
        route(normed);
        Buffer shared = share(normed);
        Buffer permuted = heap.matrix(rows, hidden, 2);
        normed.release();
        Buffer before = heap.matrix(rows, 2L * SlowCase.EXPERT_WIDTH, 2);
        tape.ran(List.of(permuted), List.of(), () -> heap.matrix(rows, hidden, 2));
        Buffer probabilities = heap.matrix(rows, 1, 4);
        Buffer product = heap.matrix(rows, SlowCase.EXPERT_WIDTH, 2);
        tape.ran(List.of(before, probabilities), List.of(), () -> heap.matrix(rows, 2L * SlowCase.EXPERT_WIDTH, 2));
        Buffer result = heap.matrix(rows, hidden, 2);
        // The combined gradient as it came stays until the experts are through with what was sent to them.
        tape.ran(
                List.of(product),
                List.of(() -> heap.matrix(rows, hidden, 2)),
                () -> heap.matrix(rows, SlowCase.EXPERT_WIDTH, 2));
        tape.ran(List.of(), List.of(), () -> heap.matrix(rows, hidden, 2));
        List.of(permuted, before, probabilities, product, shared).forEach(Buffer::release);
        Buffer combined = heap.matrix(tokens, hidden, 2);
        result.release();
        return combined;
    }

    private void route(Buffer normed) {
        int experts = SlowCase.EXPERTS;
        Buffer logits = heap.matrix(tokens, experts, 4);
        Buffer chances = heap.matrix(tokens, experts, 4);
        Buffer chosen = heap.matrix(tokens, experts, 1);
        Buffer permutations = heap.matrix(tokens, 2L * experts + 1, 4);
        Buffer sorted = heap.matrix(tokens, 2L * experts + 1, 4);
        List<Buffer> all = List.of(logits, chances, chosen, permutations, sorted);
        tape.ran(List.of(normed), List.of(), () -> heap.matrix(tokens, job.hidden(), 2));
        tape.ran(all, List.of(), () -> heap.matrix(tokens, job.hidden(), 2));
        all.forEach(Buffer::release);
    }

    /** Its backward pass is over before the experts' begins to fill memory. */
    private Buffer share(Buffer normed) {
        Buffer before = heap.matrix(tokens, 2L * SlowCase.SHARED_WIDTH, 2);
        Buffer product = heap.matrix(tokens, SlowCase.SHARED_WIDTH, 2);
        tape.ran(List.of(normed, before, product), List.of(), () -> heap.matrix(tokens, job.hidden(), 2));
        before.release();
        product.release();
        return heap.matrix(tokens, job.hidden(), 2);
    }
}
