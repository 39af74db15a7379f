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

    /** What a run is given; forward up to the statistics. */
    enum Place {
        Q,
        K,
        V,
        O,
        /** The logarithm of the sum of each row of weights, in fp32. */
        STATISTICS,
        /** Of o. */
        GRADIENT,
        DQ,
        DK,
        DV,
        /** Scratch: a number for each query, in fp32. */
        ROW_SUMS,
        /** Scratch: dq in fp32. */
        DQ_SUM
    }

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
    void addForward() throws Refusal {
        long score = scores(queries(Place.Q), transposed(Place.K));
        score = masked(score);
        long maximum = graph.maximum(score, row());
        long exponential =
                graph.apply(Mode.EXPONENTIAL, graph.apply(Mode.SUBTRACT, score, maximum, fullScores()), fullScores());
        long sum = graph.sum(exponential, row());
        long logarithm = graph.apply(Mode.LOGARITHM, sum, row());
        graph.apply(Mode.ADD, maximum, logarithm, graph.operand(Place.STATISTICS, Data.FP32, rows, rowStrides));
        long weights = graph.virtual(data, scores, scoreStrides);
        graph.multiply(graph.apply(Mode.DIVIDE, exponential, sum, weights), keys(Place.V), queries(Place.O));
    }

    /** The gradients of q, k and v for that of o. */
    void addBackward() throws Refusal {
        long scale = graph.number(scale());
        long upper = queries(Place.GRADIENT);
        long query = queries(Place.Q);
        long key = transposed(Place.K);
        long products = graph.apply(Mode.MULTIPLY, upper, queries(Place.O), headFirst(Data.FP32));
        long rowSums = graph.operand(Place.ROW_SUMS, Data.FP32, rows, rowStrides);
        graph.apply(Mode.MULTIPLY, graph.sum(products, row()), graph.number(1), rowSums);
        long score = graph.apply(Mode.MULTIPLY, graph.multiply(query, key, fullScores()), scale, fullScores());
        long known = graph.operand(Place.STATISTICS, Data.FP32, rows, rowStrides);
        score = masked(graph.apply(Mode.SUBTRACT, score, known, fullScores()));
        long weights = graph.apply(Mode.EXPONENTIAL, score, fullScores());
        multiplyHeads(flipped(weights), upper, keys(Place.DV));
        long ofWeight = graph.multiply(upper, transposed(Place.V), fullScores());
        ofWeight = graph.apply(Mode.SUBTRACT, ofWeight, rowSums, fullScores());
        ofWeight = graph.apply(Mode.MULTIPLY, ofWeight, weights, fullScores());
        long ofScore = graph.apply(Mode.MULTIPLY, ofWeight, scale, fullScores());
        multiplyHeads(flipped(ofScore), query, keys(Place.DK));
        long plainKey = graph.view(key, graph.virtual(data, keySizes(), keyStrides()));
        long sum = graph.operand(Place.DQ_SUM, Data.FP32, querySizes(), headFirstStrides());
        graph.apply(Mode.IDENTITY, graph.multiply(ofScore, plainKey, sum), queries(Place.DQ));
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

    private long queries(Place place) throws Refusal {
        long row = shape.queryHeadCount() * shape.headSize();
        List<Long> strides = List.of(shape.sequenceTokens() * row, shape.headSize(), row, 1L);
        return graph.operand(place, data, querySizes(), strides);
    }

    private long keys(Place place) throws Refusal {
        return graph.operand(place, data, keySizes(), keyStrides());
    }

    private long transposed(Place place) throws Refusal {
        List<Long> sizes = keySizes();
        List<Long> strides = keyStrides();
        return graph.operand(
                place,
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
