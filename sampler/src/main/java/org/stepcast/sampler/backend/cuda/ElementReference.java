package org.stepcast.sampler.backend.cuda;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.RotaryEmbedding;

/** Activations, sum, mask, rotation and Adam: each element by itself. */
final class ElementReference {

    private ElementReference() {}

    static NamedArrays of(Activation activation, Pass pass, NamedArrays in) {
        double[] x = in.get("x");
        boolean isGated = activation.kind() == ActivationKind.SWIGLU;
        int width = Math.toIntExact(activation.width());
        if (pass == Pass.FORWARD) {
            return NamedArrays.of(
                    "y", isGated ? swiglu(x, width) : array(x.length, i -> x[i] * normalDistribution(x[i])));
        }
        double[] gradient = in.get("gradient");
        double[] out = isGated
                ? swigluGradient(gradient, x, width)
                : array(x.length, i -> gradient[i] * (normalDistribution(x[i]) + x[i] * normalDensity(x[i])));
        return NamedArrays.of("inputGradient", out);
    }

    /** gate * sigmoid(gate) * value of {@code x[tokens, 2, width]}. */
    static double[] swiglu(double[] x, int width) {
        return array(x.length / 2, i -> {
            double gate = x[i / width * 2 * width + i % width];
            return gate * sigmoid(gate) * x[i / width * 2 * width + width + i % width];
        });
    }

    static double[] swigluGradient(double[] gradient, double[] x, int width) {
        return array(x.length, i -> {
            int token = i / (2 * width);
            int gatePlace = token * 2 * width + i % width;
            double gate = x[gatePlace];
            double upper = gradient[token * width + i % width];
            double s = sigmoid(gate);
            return i == gatePlace ? upper * x[gatePlace + width] * s * (1 + gate * (1 - s)) : upper * gate * s;
        });
    }

    static NamedArrays sum(NamedArrays in) {
        return NamedArrays.of("sum", array(in.get("a").length, i -> in.get("a")[i] + in.get("b")[i]));
    }

    static NamedArrays of(MaskFill fill, Pass pass, NamedArrays in) {
        double[] values = in.get(pass == Pass.FORWARD ? "scores" : "gradient");
        long keys = fill.keyTokens();
        double[] out = array(values.length, i -> i % keys > i / keys % fill.queryTokens() ? 0 : values[i]);
        return NamedArrays.of(pass == Pass.FORWARD ? "scores" : "inputGradient", out);
    }

    static NamedArrays of(RotaryEmbedding rotary, Pass pass, NamedArrays in) {
        double direction = pass == Pass.FORWARD ? 1 : -1;
        int head = Math.toIntExact(rotary.headSize());
        return NamedArrays.of(
                        "queryRotated",
                        rotated(in, "query", head, rotary.batchCount() * rotary.queryHeadCount(), direction))
                .and(
                        "keyRotated",
                        rotated(in, "key", head, rotary.batchCount() * rotary.keyValueHeadCount(), direction));
    }

    private static double[] rotated(NamedArrays in, String name, int head, long rowsOfToken, double direction) {
        double[] x = in.get(name);
        int half = head / 2;
        return array(x.length, i -> {
            int lane = i % head;
            int angle = Math.toIntExact(i / head / rowsOfToken * head + lane);
            double other = lane < half ? -x[i + half] : x[i - half];
            return x[i] * in.get("cosine")[angle] + direction * other * in.get("sine")[angle];
        });
    }

    /** The first step, when both corrections are one less the decay. */
    static NamedArrays adam(NamedArrays in) {
        double[] gradient = in.get("gradient");
        double beta1 = AdamKernel.BETA1;
        double beta2 = AdamKernel.BETA2;
        int count = gradient.length;
        double[] first = array(count, i -> beta1 * in.get("first")[i] + (1 - beta1) * gradient[i]);
        double[] second = array(count, i -> beta2 * in.get("second")[i] + (1 - beta2) * gradient[i] * gradient[i]);
        double[] parameter = array(count, i -> {
            double root = Math.sqrt(second[i] / (1 - beta2)) + AdamKernel.EPSILON;
            return in.get("parameter")[i] - AdamKernel.RATE * first[i] / (1 - beta1) / root;
        });
        return NamedArrays.of("parameter", parameter).and("first", first).and("second", second);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double normalDensity(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** By its series around zero, which converges fast enough for the few deviations that random numbers take. */
    private static double normalDistribution(double x) {
        double term = x;
        double sum = x;
        for (int i = 1; Math.abs(term) > 1e-18 && i < 500; i++) {
            term *= x * x / (2 * i + 1);
            sum += term;
        }
        return 0.5 + sum * normalDensity(x);
    }

    static double[] array(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }
}
