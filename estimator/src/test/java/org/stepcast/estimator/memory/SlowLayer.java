package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.memory.SlowCase.Kind;
import org.stepcast.estimator.memory.SlowHeap.Buffer;
import org.stepcast.estimator.memory.SlowTape.Maker;

/** One layer of the slow oracle: its operators one by one, forward and backward. */
final class SlowLayer {

    private final SlowCase job;
    private final SlowHeap heap;
    private final int tokens;
    private final int divided;
    private final int hidden;
    private final boolean expert;

    private Buffer input;
    private final SlowTape attention = new SlowTape();
    private final SlowTape mlp = new SlowTape();
    private boolean checkpointed;

    SlowLayer(SlowCase job, SlowHeap heap, boolean expert) {
        this.expert = expert;
        this.job = job;
        this.heap = heap;
        this.tokens = job.tokens();
        this.divided = job.dividedTokens();
        this.hidden = job.hidden();
        this.input = heap.bytes(0);
    }

    /** Takes the input over, gives the output. */
    Buffer forward(Buffer layerInput) {
        input = layerInput;
        checkpointed = job.recompute().equals("full");
        if (!checkpointed) {
            return run();
        }
        Buffer output = run();
        attention.drop();
        mlp.drop();
        return output;
    }

    /** Takes the gradient of the output over, gives that of the input. */
    Buffer backward(Buffer gradient) {
        Buffer again = checkpointed ? run() : heap.bytes(0);
        Buffer afterMlp = branch(mlp, gradient);
        Buffer afterAttention = branch(attention, afterMlp);
        again.release();
        input.release();
        return afterAttention;
    }

    /** The residual's gradient lives on beside that of the branch, to which it is added. */
    private Buffer branch(SlowTape tape, Buffer gradient) {
        tape.backward(gradient.hold()).release();
        return gradient;
    }

    private Buffer run() {
        Buffer attended = attend(input);
        Buffer middle = heap.matrix(divided, hidden, 2);
        keepDropout(attention, attended);
        Buffer output = expert ? new SlowExperts(job, heap, mlp).forward(middle) : feedForward(middle);
        keepDropout(mlp, output);
        Buffer sum = heap.matrix(divided, hidden, 2);
        output.release();
        middle.release();
        return sum;
    }

    /** Dropout keeps one byte an element; its gradient is a tensor of its own. */
    private void keepDropout(SlowTape tape, Buffer branchOutput) {
        if (!job.gated()) {
            Buffer mask = heap.matrix(divided, hidden, 1);
            tape.ran(List.of(mask), List.of(), () -> heap.matrix(divided, hidden, 2));
            mask.release();
        }
        if (tape == attention) {
            branchOutput.release();
        }
    }

    private Buffer attend(Buffer x) {
        if (job.kind() == Kind.LATENT) {
            return new SlowLatent(job, heap, attention).forward(x);
        }
        int heads = job.rankHeads();
        int keys = job.rankKeyHeads();
        int size = job.headSize();
        Buffer normed = norm(attention, x);
        Buffer fused = linear(attention, normed, hidden, (heads + 2 * keys) * size, true);
        normed.release();
        Buffer q = heap.matrix(tokens, (long) heads * size, 2);
        Buffer k = heap.matrix(tokens, (long) keys * size, 2);
        Buffer v = heap.matrix(tokens, (long) keys * size, 2);
        fused.release();
        Buffer out = job.gated() ? flash(q, k, v) : unfused(q, k, v);
        List.of(q, k, v).forEach(Buffer::release);
        Buffer projected = linear(attention, out, heads * size, hidden, false);
        out.release();
        return projected;
    }

    private Buffer flash(Buffer q, Buffer k, Buffer v) {
        int heads = job.rankHeads();
        Buffer out = heap.matrix(tokens, (long) heads * job.headSize(), 2);
        Buffer statistics = heap.matrix(tokens, heads, 4);
        List<Buffer> saved = new ArrayList<>(List.of(q, k, v, out, statistics));
        Buffer before = heap.bytes(0);
        if (job.context() > 1) { // the all-to-all's input stays
            before = heap.matrix(tokens, (long) heads * job.headSize(), 2);
            saved.add(before);
        }
        attention.ran(
                saved,
                List.of(),
                () -> heap.matrix(tokens, (long) (heads + 2 * job.rankKeyHeads()) * job.headSize(), 2));
        statistics.release();
        before.release();
        return out;
    }

    private Buffer unfused(Buffer q, Buffer k, Buffer v) {
        long rows = (long) job.micro() * job.rankHeads() * job.sequence();
        int keys = job.sequence();
        boolean again = job.recompute().equals("selective");
        if (again) {
            Buffer out = heap.matrix(tokens, (long) job.rankHeads() * job.headSize(), 2);
            attention.ran(
                    List.of(q, k, v),
                    List.of(
                            () -> heap.matrix(rows, keys, 2), // softmax
                            () -> heap.matrix(rows, keys, 1), // mask
                            () -> heap.matrix(rows, keys, 2), // dropped
                            () -> heap.matrix(rows, keys, 2)), // a gradient of the scores
                    () -> heap.matrix(tokens, 3L * job.rankHeads() * job.headSize(), 2));
            return out;
        }
        Maker scoresGradient = () -> heap.matrix(rows, keys, 2);
        Buffer scores = heap.matrix(rows, keys, 2);
        attention.ran(List.of(q, k), List.of(), () -> heap.matrix(tokens, 3L * job.rankHeads() * job.headSize(), 2));
        Buffer softmax = heap.matrix(rows, keys, 2);
        attention.ran(List.of(softmax), List.of(), scoresGradient);
        scores.release();
        Buffer mask = heap.matrix(rows, keys, 1);
        Buffer dropped = heap.matrix(rows, keys, 2);
        attention.ran(List.of(mask), List.of(), scoresGradient);
        attention.ran(List.of(dropped, v), List.of(), scoresGradient);
        Buffer out = heap.matrix(tokens, (long) job.rankHeads() * job.headSize(), 2);
        List.of(softmax, mask, dropped).forEach(Buffer::release);
        return out;
    }

    private Buffer feedForward(Buffer x) {
        int width = job.rankWidth();
        int up = job.gated() ? 2 * width : width;
        Buffer normed = norm(mlp, x);
        Buffer before = linear(mlp, normed, hidden, up, true);
        normed.release();
        Buffer after = heap.matrix(tokens, width, 2);
        mlp.ran(List.of(before), List.of(), () -> heap.matrix(tokens, up, 2));
        before.release();
        Buffer out = linear(mlp, after, width, hidden, false);
        after.release();
        return out;
    }

    private Buffer norm(SlowTape tape, Buffer x) {
        tape.ran(List.of(x), List.of(), () -> heap.matrix(divided, hidden, 2));
        return heap.matrix(divided, hidden, 2);
    }

    /**
     * A matrix product. Under sequence parallelism the input of the first and the gradient of the second matrix of a pair
     * are gathered; only a GPT's framework allocates that and the weight gradient anew each time.
     */
    private Buffer linear(SlowTape tape, Buffer x, int inputs, int outputs, boolean first) {
        List<Maker> scratch = new ArrayList<>();
        if (!job.gated()) {
            if (job.divided()) {
                scratch.add(() -> heap.matrix(tokens, hidden, 2));
            }
            scratch.add(() -> heap.matrix(inputs, outputs, 2));
        }
        tape.ran(List.of(x), scratch, () -> heap.matrix(tokens, inputs, 2));
        return first ? heap.matrix(tokens, outputs, 2) : heap.matrix(divided, outputs, 2);
    }
}
