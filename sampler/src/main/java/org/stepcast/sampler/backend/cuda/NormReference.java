package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Pass;

/** y = normal * weight (+ bias), normal = (x - mean) / deviation; mean and bias are zero in root mean square norms. */
final class NormReference {

    private static final double EPSILON = 1e-5;
    private static final double UNFUSED_EPSILON = 1e-8;

    private final Normalization norm;
    private final double[] x;
    private final double[] weight;
    private final int width;

    private NormReference(Normalization norm, NamedArrays in) {
        this.norm = norm;
        this.x = in.get("x");
        this.weight = in.get("weight");
        this.width = weight.length;
    }

    static NamedArrays of(Normalization norm, Pass pass, NamedArrays in) {
        NormReference reference = new NormReference(norm, in);
        return pass == Pass.FORWARD ? reference.forward(in) : reference.backward(in.get("gradient"));
    }

    private boolean isCentred() {
        return norm.kind() == NormalizationKind.LAYER_NORM;
    }

    private NamedArrays forward(NamedArrays in) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = normal(i, mean(i / width), deviation(i / width)) * weight[i % width];
            if (isCentred()) {
                y[i] += in.get("bias")[i % width];
            }
        }
        return NamedArrays.of("y", y);
    }

    /** dx = (s - mean(s) - normal * mean(s * normal)) / deviation with s = gradient * weight. */
    private NamedArrays backward(double[] gradient) {
        double[] ofInput = new double[x.length];
        double[] ofWeight = new double[width];
        double[] ofBias = new double[width];
        for (int row = 0; row < x.length / width; row++) {
            double mean = mean(row);
            double deviation = deviation(row);
            double sum = 0;
            double projected = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                double scaled = gradient[i] * weight[i % width];
                sum += scaled;
                projected += scaled * normal(i, mean, deviation);
                ofWeight[i % width] += gradient[i] * normal(i, mean, deviation);
                ofBias[i % width] += gradient[i];
            }
            for (int i = row * width; i < (row + 1) * width; i++) {
                double shift = isCentred() ? sum / width : 0;
                double along = normal(i, mean, deviation) * projected / width;
                ofInput[i] = (gradient[i] * weight[i % width] - shift - along) / deviation;
            }
        }
        return NamedArrays.of("inputGradient", ofInput)
                .and("weightGradient", ofWeight)
                .and("biasGradient", ofBias);
    }

    private double normal(int i, double mean, double deviation) {
        return (x[i] - mean) / deviation;
    }

    private double mean(int row) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width && isCentred(); i++) {
            sum += x[i];
        }
        return sum / width;
    }

    private double deviation(int row) {
        double mean = mean(row);
        double squares = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        return norm.kind() == NormalizationKind.UNFUSED_RMS_NORM
                ? Math.sqrt(squares / width) + UNFUSED_EPSILON
                : Math.sqrt(squares / width + EPSILON);
    }
}
