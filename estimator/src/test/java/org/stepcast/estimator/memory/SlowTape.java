package org.stepcast.estimator.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.stepcast.estimator.memory.SlowHeap.Buffer;

/** What one branch of a layer has run forward: operators in order, each with the buffers that its backward pass needs. */
final class SlowTape {

    /** Makes a buffer when it is needed. */
    interface Maker extends Supplier<Buffer> {}

    private record Entry(List<Buffer> saved, List<Maker> scratch, Maker gradient) {}

    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * Notes an operator.
     *
     * @param saved held until its backward pass is over
     * @param scratch alive only in its backward pass
     * @param gradient of its input
     */
    void ran(List<Buffer> saved, List<Maker> scratch, Maker gradient) {
        entries.push(new Entry(saved.stream().map(Buffer::hold).toList(), scratch, gradient));
    }

    /** Forgets what was run: it will be run again. */
    void drop() {
        entries.forEach(entry -> entry.saved().forEach(Buffer::release));
        entries.clear();
    }

    /** Runs the branch backward; gives the gradient of its input in place of that of its output. */
    Buffer backward(Buffer gradient) {
        Buffer current = gradient;
        while (!entries.isEmpty()) {
            Entry entry = entries.pop();
            List<Buffer> scratch = new ArrayList<>();
            entry.scratch().forEach(maker -> scratch.add(maker.get()));
            Buffer next = entry.gradient().get();
            scratch.forEach(Buffer::release);
            entry.saved().forEach(Buffer::release);
            current.release();
            current = next;
        }
        return current;
    }
}
