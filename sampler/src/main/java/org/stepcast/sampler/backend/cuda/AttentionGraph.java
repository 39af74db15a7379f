package org.stepcast.sampler.backend.cuda;

import java.util.List;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.CudnnGraph.Data;
import org.stepcast.sampler.backend.cuda.CudnnGraph.Mode;

/**
 * Attention as the graph of operations that cuDNN's flash attention engines take. Operands lie as [batch, sequence, head,
 * headSize]. Source: NVIDIA cudnn-frontend, composite scaled dot product attention.
 */
final class AttentionGraph {

    private final CudnnGraph graph;
    private final Attention shape;
    private final Data data;
    private final List<Long> scores;
    private final List<Long> scoreStrides;
    private final List<Long> rows;
    private final List<Long> rowStrides;

    AttentionGraph(CudnnGraph graph, Attention shape, Data data) {
        this.graph = graph;
        this.shape = shape;
        this.data = data;
        long b = shape.batchCount();
        long h = shape.queryHeadCount();
        long s = shape.sequenceTokens();
        this.scores = List.of(b, h, s, s);
        this.scoreStrides = List.of(h * s * s, s * s, s, 1L);
        this.rows = List.of(b, h, s, 1L);
        this.rowStrides = List.of(h * s, s, 1L, 1L);
    }

    /** o = softmax(scale · q · kᵀ) · v; statistics are the logarithms of the rows' sums. */
    void addForward(long q, long k, long v, long o, long statistics) throws Refusal {
        long score = scores(queries(q), transposed(k));
        score = masked(score);
        long maximum = graph.maximum(score, row());
        long exponential =
                graph.apply(Mode.EXPONENTIAL, graph.apply(Mode.SUBTRACT, score, maximum, fullScores()), fullScores());
        long sum = graph.sum(exponential, row());
        long logarithm = graph.apply(Mode.LOGARITHM, sum, row());
        graph.apply(Mode.ADD, maximum, logarithm, graph.at(statistics, Data.FP32, rows, rowStrides));
        long weights = graph.virtual(data, scores, scoreStrides);
        graph.multiply(graph.apply(Mode.DIVIDE, exponential, sum, weights), keys(v), queries(o));
    }

    /**
     * Addresses of the gradients and of scratch in fp32.
     *
     * @param queryAddress of the gradient of q
     * @param rowAddress of a number for each query
     * @param sumAddress of sums of the gradient of q
     */
    record Gradients(long queryAddress, long keyAddress, long valueAddress, long rowAddress, long sumAddress) {}

    /** The gradients of q, k and v for that of o. */
    void addBackward(long q, long k, long v, long o, long gradient, long statistics, Gradients out) throws Refusal {
        long scale = graph.number(scale());
        long upper = queries(gradient);
        long query = queries(q);
        long key = transposed(k);
        long products = graph.apply(Mode.MULTIPLY, upper, queries(o), headFirst(Data.FP32));
        long rowSums = graph.at(out.rowAddress(), Data.FP32, rows, rowStrides);
        graph.apply(Mode.MULTIPLY, graph.sum(products, row()), graph.number(1), rowSums);
        long score = graph.apply(Mode.MULTIPLY, graph.multiply(query, key, fullScores()), scale, fullScores());
        long known = graph.at(statistics, Data.FP32, rows, rowStrides);
        score = masked(graph.apply(Mode.SUBTRACT, score, known, fullScores()));
        long weights = graph.apply(Mode.EXPONENTIAL, score, fullScores());
        multiplyHeads(flipped(weights), upper, keys(out.valueAddress()));
        long ofWeight = graph.multiply(upper, transposed(v), fullScores());
        ofWeight = graph.apply(Mode.SUBTRACT, ofWeight, rowSums, fullScores());
        ofWeight = graph.apply(Mode.MULTIPLY, ofWeight, weights, fullScores());
        long ofScore = graph.apply(Mode.MULTIPLY, ofWeight, scale, fullScores());
        multiplyHeads(flipped(ofScore), query, keys(out.keyAddress()));
        long plainKey = graph.view(key, graph.virtual(data, keySizes(), keyStrides()));
        long sum = graph.at(out.sumAddress(), Data.FP32, querySizes(), headFirstStrides());
        graph.apply(Mode.IDENTITY, graph.multiply(ofScore, plainKey, sum), queries(out.queryAddress()));
    }

    private long scores(long query, long key) throws Refusal {
        long score = graph.multiply(query, key, fullScores());
        return graph.apply(Mode.MULTIPLY, score, graph.number(scale()), fullScores());
    }

    private float scale() {
        return (float) (1 / Math.sqrt(shape.headSize()));
    }

    /** Minus infinity where the key is later than the query. */
    private long masked(long score) throws Refusal {
        if (shape.mask() == AttentionMask.FULL) {
            return score;
        }
        long query = graph.index(score, 2, graph.virtual(Data.INT32, scores, scoreStrides));
        long key = graph.index(score, 3, graph.virtual(Data.INT32, scores, scoreStrides));
        long seen = graph.apply(Mode.AT_LEAST, query, key, graph.virtual(Data.BOOLEAN, scores, scoreStrides));
        return graph.select(score, graph.number(Float.NEGATIVE_INFINITY), seen, fullScores());
    }

    /** out = a · b, summed over the query heads that share a key head. */
    private void multiplyHeads(long a, long b, long out) throws Refusal {
        if (shape.queryHeadCount() == shape.keyValueHeadCount()) {
            graph.multiply(a, b, out);
        } else {
            graph.sum(graph.multiply(a, b, headFirst(data)), out);
        }
    }

    private long flipped(long score) throws Refusal {
        long s = shape.sequenceTokens();
        List<Long> strides = List.of(scoreStrides.get(0), scoreStrides.get(1), 1L, s);
        return graph.view(score, graph.virtual(data, scores, strides));
    }

    private long fullScores() throws Refusal {
        return graph.virtual(Data.FP32, scores, scoreStrides);
    }

    private long row() throws Refusal {
        return graph.virtual(Data.FP32, rows, rowStrides);
    }

    private long headFirst(Data type) throws Refusal {
        return graph.virtual(type, querySizes(), headFirstStrides());
    }

    private long queries(long address) throws Refusal {
        long row = shape.queryHeadCount() * shape.headSize();
        List<Long> strides = List.of(shape.sequenceTokens() * row, shape.headSize(), row, 1L);
        return graph.at(address, data, querySizes(), strides);
    }

    private long keys(long address) throws Refusal {
        return graph.at(address, data, keySizes(), keyStrides());
    }

    private long transposed(long address) throws Refusal {
        List<Long> sizes = keySizes();
        List<Long> strides = keyStrides();
        return graph.at(
                address,
                data,
                List.of(sizes.get(0), sizes.get(1), sizes.get(3), sizes.get(2)),
                List.of(strides.get(0), strides.get(1), strides.get(3), strides.get(2)));
    }

    private List<Long> querySizes() {
        return List.of(shape.batchCount(), shape.queryHeadCount(), shape.sequenceTokens(), shape.headSize());
    }

    private List<Long> keySizes() {
        return List.of(shape.batchCount(), shape.keyValueHeadCount(), shape.sequenceTokens(), shape.headSize());
    }

    private List<Long> keyStrides() {
        long row = shape.keyValueHeadCount() * shape.headSize();
        return List.of(shape.sequenceTokens() * row, shape.headSize(), row, 1L);
    }

    private List<Long> headFirstStrides() {
        long s = shape.sequenceTokens();
        long d = shape.headSize();
        return List.of(shape.queryHeadCount() * s * d, s * d, d, 1L);
    }
}
