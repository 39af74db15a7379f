package org.stepcast.estimator.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stepcast.estimator.memory.SlowHeap.Buffer;

/** One pipeline stage of the slow oracle: allocates its states, then plays a step event by event. */
final class SlowStage {

    private static final int MIB = 1 << 20;

    private final SlowCase job;
    private final int stage;
    private final SlowHeap heap = new SlowHeap();
    private final Deque<List<SlowLayer>> running = new ArrayDeque<>();
    private final Set<String> shapes = new HashSet<>();
    private final List<Buffer> masks = new ArrayList<>();
    private long embeddingParameters;
    private long stepScratchBytes;

    private SlowStage(SlowCase job, int stage) {
        this.job = job;
        this.stage = stage;
    }

    /** The most bytes that are ever alive on {@code stage}. */
    static long peakBytes(SlowCase job, int stage) {
        SlowStage slow = new SlowStage(job, stage);
        slow.allocateBuffers(slow.allocateStates());
        slow.play();
        return slow.heap.peakBytes();
    }

    private boolean first() {
        return stage == 0;
    }

    private boolean last() {
        return stage == job.pipeline() - 1;
    }

    private int layersOfAChunk() {
        return job.layers() / job.pipeline() / job.chunks();
    }

    /** Every matrix and vector of the stage, one by one, sums up to what its states are divided from. */
    private long allocateStates() {
        long parameters = 0;
        for (int layer = 0; layer < layersOfAChunk() * job.chunks(); layer++) {
            parameters += matrix(job.hidden(), (job.rankHeads() + 2 * job.rankKeyHeads()) * job.headSize());
            parameters += matrix(job.rankHeads() * job.headSize(), job.hidden());
            parameters += matrix(job.hidden(), (job.gated() ? 2 : 1) * job.rankWidth());
            parameters += matrix(job.rankWidth(), job.hidden());
            parameters += 2L * norm();
            if (!job.gated()) {
                int qkv = 3 * job.rankHeads() * job.headSize();
                parameters += qkv + job.hidden() + job.rankWidth() + job.hidden();
            }
        }
        long table = (long) job.rankVocabulary() * job.hidden();
        if (first()) {
            embeddingParameters = table + (job.gated() ? 0 : (long) job.sequence() * job.hidden());
            parameters += embeddingParameters;
        }
        if (last()) {
            parameters += table + norm();
        }
        return parameters;
    }

    private int norm() {
        return job.gated() ? job.hidden() : 2 * job.hidden();
    }

    private long matrix(int rows, int columns) {
        shapes.add(rows + " x " + columns);
        return (long) rows * columns;
    }

    private void allocateBuffers(long parameters) {
        long shards = (long) job.data() * job.context();
        long shard = job.zero() >= 1 ? (parameters + shards - 1) / shards : parameters;
        heap.bytes(2 * parameters); // weights
        heap.bytes((job.gated() ? 4 : 2) * parameters); // gradients: fp32 with bf16, else 16 bits
        heap.bytes(4 * shard); // main parameters
        heap.bytes(4 * shard); // first moments
        heap.bytes(4 * shard); // second moments
        heap.bytes((long) (8.125 * MIB)); // cuBLAS
        if (job.gated()) {
            heap.bytes(4 * MIB); // Transformer Engine
            for (String shape : shapes) {
                String[] sides = shape.split(" x ", 2);
                heap.matrix(Long.parseLong(sides[0]), Long.parseLong(sides[1]), 2);
            }
            if (last()) {
                heap.matrix(job.hidden(), job.rankVocabulary(), 2);
            }
            if (job.divided()) {
                heap.matrix(job.tokens(), job.hidden(), 2);
            }
        } else {
            stepScratchBytes = 4 * shard;
        }
    }

    /** Plays the order of 1F1B, interleaved 1F1B for more chunks. */
    private void play() {
        int total = job.microBatches() * job.chunks();
        int ahead = job.chunks() == 1
                ? job.pipeline() - 1 - stage
                : 2 * (job.pipeline() - 1 - stage) + (job.chunks() - 1) * job.pipeline();
        int warm = Math.min(ahead, total);
        int forward = 0;
        int backward = 0;
        while (forward < warm) {
            forward();
            forward++;
        }
        while (backward < total) {
            if (forward < total) {
                forward();
                forward++;
            }
            backward();
            backward++;
        }
        heap.bytes(stepScratchBytes).release();
    }

    private void forward() {
        Buffer x = heap.matrix(job.dividedTokens(), job.hidden(), 2);
        if (first() && !job.gated()) {
            masks.add(heap.matrix(job.dividedTokens(), job.hidden(), 1));
        }
        List<SlowLayer> layers = new ArrayList<>();
        for (int i = 0; i < layersOfAChunk(); i++) {
            SlowLayer layer = new SlowLayer(job, heap);
            Buffer next = layer.forward(x);
            layers.add(layer);
            x = next;
        }
        running.add(layers);
        if (last() && job.chunks() == 1) {
            loss(x);
        } else {
            x.release(); // sent to the next stage
        }
    }

    private void backward() {
        List<SlowLayer> layers = running.remove(); // all passes are alike
        Buffer gradient = heap.matrix(job.dividedTokens(), job.hidden(), 2);
        for (SlowLayer layer : layers.reversed()) {
            gradient = layer.backward(gradient);
        }
        if (first()) {
            if (!masks.isEmpty()) {
                masks.removeFirst().release();
            }
            Buffer table = heap.bytes(2 * embeddingParameters);
            Buffer output = heap.matrix(job.dividedTokens(), job.hidden(), 2);
            output.release();
            table.release();
        }
        gradient.release();
    }

    /** Final norm, logits, fp32 loss in place, gradient of the logits, output layer backward. */
    private void loss(Buffer x) {
        long tokens = job.tokens();
        int vocabulary = job.rankVocabulary();
        Buffer normed = heap.matrix(job.dividedTokens(), job.hidden(), 2);
        Buffer logits = heap.matrix(tokens, vocabulary, 2);
        Buffer softmax = heap.matrix(tokens, vocabulary, 4);
        logits.release();
        Buffer gradient = heap.matrix(tokens, vocabulary, 2); // the softmax becomes its gradient, then 16 bits of it
        softmax.release();
        Buffer inputGradient = heap.matrix(tokens, job.hidden(), 2);
        if (!job.gated()) {
            heap.matrix(vocabulary, job.hidden(), 2).release(); // weight gradient
        }
        gradient.release();
        inputGradient.release();
        normed.release();
        x.release();
    }
}
