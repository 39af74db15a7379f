package org.stepcast.estimator.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stepcast.estimator.memory.SlowCase.Kind;
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
    private long dense;
    private long experts;
    private long unit;
    private long root;
    private long embedding;
    private long stepScratchBytes;
    private int passes;

    private SlowStage(SlowCase job, int stage) {
        this.job = job;
        this.stage = stage;
    }

    /** The most bytes that are ever alive on {@code stage}. */
    static long peakBytes(SlowCase job, int stage) {
        SlowStage slow = new SlowStage(job, stage);
        slow.countParameters();
        slow.allocateStates();
        slow.allocateBuffers();
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

    /** Every matrix and vector of the stage, one by one; experts are counted apart. */
    private void countParameters() {
        int layers = layersOfAChunk() * job.chunks();
        for (int layer = 0; layer < layers; layer++) {
            long before = dense + experts;
            attention();
            if (isExpert(layer)) {
                experts();
            } else {
                dense += matrix(job.hidden(), (job.gated() ? 2 : 1) * job.rankWidth());
                dense += matrix(job.rankWidth(), job.hidden());
            }
            dense += 2L * norm();
            if (!job.gated()) {
                int qkv = 3 * job.rankHeads() * job.headSize();
                dense += qkv + job.hidden() + job.rankWidth() + job.hidden();
            }
            unit = Math.max(unit, dense + experts - before);
        }
        long table = (long) job.rankVocabulary() * job.hidden();
        if (first()) {
            embedding = table + (job.gated() ? 0 : (long) job.sequence() * job.hidden());
        }
        root = embedding + (last() ? table + norm() : 0);
        dense += root;
    }

    private void attention() {
        int heads = job.rankHeads();
        if (job.kind() == Kind.LATENT) {
            dense += matrix(job.hidden(), SlowCase.QUERY_RANK);
            dense += matrix(SlowCase.QUERY_RANK, heads * (SlowCase.PLAIN_HEAD + SlowCase.ROTARY_HEAD));
            dense += matrix(job.hidden(), SlowCase.KEY_RANK + SlowCase.ROTARY_HEAD);
            dense += matrix(SlowCase.KEY_RANK, heads * (SlowCase.PLAIN_HEAD + SlowCase.VALUE_HEAD));
            dense += matrix(heads * SlowCase.VALUE_HEAD, job.hidden());
            dense += SlowCase.QUERY_RANK + SlowCase.KEY_RANK;
        } else {
            dense += matrix(job.hidden(), (heads + 2 * job.rankKeyHeads()) * job.headSize());
            dense += matrix(heads * job.headSize(), job.hidden());
        }
    }

    private void experts() {
        dense += matrix(job.hidden(), SlowCase.EXPERTS);
        dense += matrix(job.hidden(), 2 * SlowCase.SHARED_WIDTH);
        dense += matrix(SlowCase.SHARED_WIDTH, job.hidden());
        for (int expert = 0; expert < SlowCase.EXPERTS / job.expertWays(); expert++) {
            experts += matrix(job.hidden(), 2 * SlowCase.EXPERT_WIDTH);
            experts += matrix(SlowCase.EXPERT_WIDTH, job.hidden());
        }
    }

    /** The model's first layer has none; it is on the first stage. */
    private boolean isExpert(int layerOfStage) {
        return job.hasExperts() && !(first() && layerOfStage == 0);
    }

    private int norm() {
        return job.gated() ? job.hidden() : 2 * job.hidden();
    }

    private long matrix(int rows, int columns) {
        shapes.add(rows + " x " + columns);
        return (long) rows * columns;
    }

    private void allocateStates() {
        long replicas = (long) job.data() * job.context();
        states(dense, replicas);
        states(experts, Math.max(1, replicas * job.tensor() / job.expertWays()));
        if (job.zero() == 3) {
            heap.bytes(2 * root); // gathered for the whole step
        }
    }

    private void states(long parameters, long ranks) {
        if (parameters > 0) {
            heap.bytes(2 * shard(parameters, job.zero() >= 3 ? ranks : 1)); // weights
            heap.bytes((job.gated() ? 4 : 2) * shard(parameters, job.zero() >= 2 ? ranks : 1)); // fp32, or fp16
            long shard = shard(parameters, job.zero() >= 1 ? ranks : 1);
            heap.bytes(4 * shard); // main parameters
            heap.bytes(4 * shard); // first moments
            heap.bytes(4 * shard); // second moments
            stepScratchBytes = job.gated() ? 0 : 4 * shard;
        }
    }

    private static long shard(long parameters, long ranks) {
        return (parameters + ranks - 1) / ranks;
    }

    private void allocateBuffers() {
        heap.bytes((long) (8.125 * MIB)); // cuBLAS
        if (job.gated()) {
            heap.bytes((job.hasExperts() ? 5 : 1) * 4L * MIB); // Transformer Engine
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
            SlowLayer layer = new SlowLayer(job, heap, isExpert(i));
            Buffer next = layer.forward(x);
            layers.add(layer);
            x = next;
        }
        running.add(layers);
        if (last() && passes++ / job.pipeline() % job.chunks() == job.chunks() - 1) {
            loss(x);
        } else {
            x.release(); // sent to the next stage
        }
    }

    /** This layer's weights and the next one's, its gradients, and what they are reduced from. */
    private List<Buffer> gather() {
        return job.zero() < 3
                ? List.of()
                : List.of(heap.bytes(2 * unit), heap.bytes(2 * unit), heap.bytes(2 * unit), heap.bytes(2 * unit));
    }

    private void backward() {
        List<SlowLayer> layers = running.remove(); // all passes are alike
        Buffer gradient = heap.matrix(job.dividedTokens(), job.hidden(), 2);
        for (SlowLayer layer : layers.reversed()) {
            List<Buffer> gathered = gather();
            gradient = layer.backward(gradient);
            gathered.forEach(Buffer::release);
        }
        if (first()) {
            if (!masks.isEmpty()) {
                masks.removeFirst().release();
            }
            Buffer table = heap.bytes(2 * embedding);
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
