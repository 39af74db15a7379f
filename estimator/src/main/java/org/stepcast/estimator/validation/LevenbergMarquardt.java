package org.stepcast.estimator.validation;

import java.util.function.UnaryOperator;

/** Least squares from the origin: damped Gauss-Newton steps with numeric derivatives (Marquardt 1963). */
final class LevenbergMarquardt {

    private static final int MOST_STEPS = 12;
    private static final double DIFFERENCE = 1e-3;
    private static final double ENOUGH = 1e-4;
    private static final double FIRST_DAMPING = 1e-3;
    private static final double MOST_DAMPING = 1e6;

    private LevenbergMarquardt() {}

    /** The point near the origin at which the sum of the squares of {@code residuals} is least. */
    static double[] minimise(UnaryOperator<double[]> residuals, int dimensionCount) {
        double[] point = new double[dimensionCount];
        double[] at = residuals.apply(point);
        double damping = FIRST_DAMPING;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[][] jacobian = jacobian(residuals, point, at);
            double before = squares(at);
            while (damping < MOST_DAMPING) {
                double[] next = plus(point, solve(jacobian, at, damping));
                double[] there = residuals.apply(next);
                if (squares(there) < before) {
                    point = next;
                    at = there;
                    damping /= 10;
                    break;
                }
                damping *= 10;
            }
            if (before - squares(at) <= ENOUGH * before) {
                return point;
            }
        }
        return point;
    }

    /** Derivatives, [dimension][residual]. */
    private static double[][] jacobian(UnaryOperator<double[]> residuals, double[] point, double[] at) {
        double[][] jacobian = new double[point.length][];
        for (int i = 0; i < point.length; i++) {
            double[] near = point.clone();
            near[i] += DIFFERENCE;
            double[] there = residuals.apply(near);
            for (int j = 0; j < there.length; j++) {
                there[j] = (there[j] - at[j]) / DIFFERENCE;
            }
            jacobian[i] = there;
        }
        return jacobian;
    }

    /** The step −(JᵀJ + damping · I)⁻¹ Jᵀr, by Cholesky. */
    private static double[] solve(double[][] jacobian, double[] residuals, double damping) {
        int size = jacobian.length;
        double[][] lower = new double[size][size];
        double[] step = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = product(jacobian[i], jacobian[j]) + (i == j ? damping : 0);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
            double sum = -product(jacobian[i], residuals);
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * step[k];
            }
            step[i] = sum / lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                step[i] -= lower[k][i] * step[k];
            }
            step[i] /= lower[i][i];
        }
        return step;
    }

    private static double[] plus(double[] point, double[] step) {
        double[] next = point.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += step[i];
        }
        return next;
    }

    private static double squares(double[] values) {
        return product(values, values);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
