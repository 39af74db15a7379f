package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Pass;

/** softmax(q · kᵀ / √headSize) · v on arrays [batch, sequence, head, headSize], score by score. */
final class AttentionReference {

    private final Attention shape;
    private final double[] q;
    private final double[] k;
    private final double[] v;
    private final double scale;
    private final int length;
    private final int head;

    private AttentionReference(Attention shape, NamedArrays in) {
        this.shape = shape;
        this.q = in.get("q");
        this.k = in.get("k");
        this.v = in.get("v");
        this.scale = 1 / Math.sqrt(shape.headSize());
        this.length = Math.toIntExact(shape.sequenceTokens());
        this.head = Math.toIntExact(shape.headSize());
    }

    static NamedArrays of(Attention shape, Pass pass, NamedArrays in) {
        AttentionReference reference = new AttentionReference(shape, in);
        return pass == Pass.FORWARD ? reference.forward() : reference.backward(in.get("gradient"));
    }

    private NamedArrays forward() {
        double[] o = new double[q.length];
        forEachQuery((query, queryPlace, keyPlaces, seen) -> {
            double[] weights = weights(queryPlace, keyPlaces, seen);
            for (int key = 0; key < seen; key++) {
                for (int i = 0; i < head; i++) {
                    o[queryPlace + i] += weights[key] * v[keyPlaces[key] + i];
                }
            }
        });
        return NamedArrays.of("o", o);
    }

    private NamedArrays backward(double[] gradient) {
        double[] dq = new double[q.length];
        double[] dk = new double[k.length];
        double[] dv = new double[v.length];
        forEachQuery((query, queryPlace, keyPlaces, seen) -> {
            double[] weights = weights(queryPlace, keyPlaces, seen);
            double[] upper = new double[seen];
            for (int key = 0; key < seen; key++) {
                for (int i = 0; i < head; i++) {
                    dv[keyPlaces[key] + i] += weights[key] * gradient[queryPlace + i];
                }
                upper[key] = dot(gradient, queryPlace, v, keyPlaces[key]);
            }
            double[] ofScore = new double[seen];
            RowReference.softmaxGradient(upper, weights, 0, seen, ofScore);
            for (int key = 0; key < seen; key++) {
                for (int i = 0; i < head; i++) {
                    dq[queryPlace + i] += scale * ofScore[key] * k[keyPlaces[key] + i];
                    dk[keyPlaces[key] + i] += scale * ofScore[key] * q[queryPlace + i];
                }
            }
        });
        return NamedArrays.of("dq", dq).and("dk", dk).and("dv", dv);
    }

    /** What is done for one query of one head, which sees the first {@code seen} keys. */
    @FunctionalInterface
    private interface QueryWork {
        void of(int query, int queryPlace, int[] keyPlaces, int seen);
    }

    private void forEachQuery(QueryWork work) {
        int heads = Math.toIntExact(shape.queryHeadCount());
        int keyHeads = Math.toIntExact(shape.keyValueHeadCount());
        for (int batch = 0; batch < shape.batchCount(); batch++) {
            for (int h = 0; h < heads; h++) {
                int[] keyPlaces = new int[length];
                for (int key = 0; key < length; key++) {
                    keyPlaces[key] = ((batch * length + key) * keyHeads + h / (heads / keyHeads)) * head;
                }
                for (int query = 0; query < length; query++) {
                    int seen = shape.mask() == AttentionMask.CAUSAL ? query + 1 : length;
                    work.of(query, ((batch * length + query) * heads + h) * head, keyPlaces, seen);
                }
            }
        }
    }

    private double[] weights(int queryPlace, int[] keyPlaces, int seen) {
        double[] scores = new double[seen];
        for (int key = 0; key < seen; key++) {
            scores[key] = scale * dot(q, queryPlace, k, keyPlaces[key]);
        }
        double[] weights = new double[seen];
        RowReference.normalize(scores, 0, seen, weights);
        return weights;
    }

    private double dot(double[] a, int aPlace, double[] b, int bPlace) {
        double sum = 0;
        for (int i = 0; i < head; i++) {
            sum += a[aPlace + i] * b[bPlace + i];
        }
        return sum;
    }
}
