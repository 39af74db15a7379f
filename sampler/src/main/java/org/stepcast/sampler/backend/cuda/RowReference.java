package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

/** Softmax, embedding and cross-entropy, row by row. */
final class RowReference {

    private RowReference() {}

    static NamedArrays of(Softmax softmax, Pass pass, NamedArrays in) {
        int width = Math.toIntExact(softmax.keyTokens());
        double[] y = pass == Pass.FORWARD ? in.get("x").clone() : in.get("y");
        double[] out = new double[y.length];
        for (int row = 0; row < y.length / width; row++) {
            int query = Math.toIntExact(row % softmax.queryTokens());
            int seen = softmax.kind() == SoftmaxKind.CAUSAL_FUSED ? Math.min(query + 1, width) : width;
            if (pass == Pass.FORWARD) {
                normalize(y, row * width, seen, out);
            } else {
                softmaxGradient(in.get("gradient"), y, row * width, seen, out);
            }
        }
        return NamedArrays.of(pass == Pass.FORWARD ? "y" : "inputGradient", out);
    }

    /** out = exp(x - max) / sum over {@code count} places from {@code start}; gives the logarithm of the sum. */
    static double normalize(double[] x, int start, int count, double[] out) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + count; i++) {
            highest = Math.max(highest, x[i]);
        }
        double sum = 0;
        for (int i = start; i < start + count; i++) {
            sum += Math.exp(x[i] - highest);
        }
        for (int i = start; i < start + count; i++) {
            out[i] = Math.exp(x[i] - highest) / sum;
        }
        return highest + Math.log(sum);
    }

    /** out = y * (gradient - sum of gradient * y). */
    static void softmaxGradient(double[] gradient, double[] y, int start, int count, double[] out) {
        double sum = 0;
        for (int i = start; i < start + count; i++) {
            sum += gradient[i] * y[i];
        }
        for (int i = start; i < start + count; i++) {
            out[i] = y[i] * (gradient[i] - sum);
        }
    }

    static NamedArrays of(Embedding embedding, Pass pass, NamedArrays in) {
        int width = Math.toIntExact(embedding.hiddenSize());
        double[] ids = in.get("ids");
        if (pass == Pass.FORWARD) {
            return NamedArrays.of(
                    "y",
                    ElementReference.array(
                            ids.length * width, i -> in.get("table")[place(ids[i / width], width) + i % width]));
        }
        double[] table = new double[Math.toIntExact(embedding.vocabularySize() * width)];
        for (int i = 0; i < ids.length * width; i++) {
            table[place(ids[i / width], width) + i % width] += in.get("gradient")[i];
        }
        return NamedArrays.of("tableGradient", table);
    }

    /** Where row {@code id} starts. */
    private static int place(double id, int width) {
        return Math.toIntExact(Math.round(id)) * width;
    }

    static NamedArrays of(CrossEntropy entropy, Pass pass, NamedArrays in) {
        int width = Math.toIntExact(entropy.vocabularyShardSize());
        double[] targets = in.get("targets");
        double[] logits = in.get("logits");
        double[] out = pass == Pass.FORWARD ? new double[logits.length] : logits.clone();
        double[] loss = new double[targets.length];
        for (int row = 0; row < targets.length; row++) {
            int target = row * width + (int) targets[row];
            if (pass == Pass.FORWARD) {
                loss[row] = normalize(logits, row * width, width, out) - logits[target];
                continue;
            }
            out[target] -= 1;
            for (int i = row * width; i < (row + 1) * width; i++) {
                out[i] *= in.get("upper")[row];
            }
        }
        return NamedArrays.of("logits", out).and("loss", loss);
    }
}
