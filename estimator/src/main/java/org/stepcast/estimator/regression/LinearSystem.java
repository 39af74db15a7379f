package org.stepcast.estimator.regression;

import java.util.Arrays;

/** Small symmetric positive definite systems, by Cholesky's factorisation. */
final class LinearSystem {

    private LinearSystem() {}

    /** Solves {@code G·x = h} for the rows and columns that are active; the others are 0. */
    static double[] solveActive(double[][] gram, double[] moments, boolean[] active) {
        int[] indexes = indexes(active);
        double[][] factor = factor(gram, indexes);
        double[] reduced = forward(factor, moments, indexes);
        double[] solution = new double[moments.length];
        for (int row = indexes.length - 1; row >= 0; row--) {
            double value = reduced[row];
            for (int below = row + 1; below < indexes.length; below++) {
                value -= factor[below][row] * solution[indexes[below]];
            }
            solution[indexes[row]] = value / factor[row][row];
        }
        return solution;
    }

    private static double[][] factor(double[][] gram, int[] indexes) {
        double[][] factor = new double[indexes.length][];
        for (int row = 0; row < indexes.length; row++) {
            factor[row] = new double[row + 1];
            for (int column = 0; column <= row; column++) {
                double value = gram[indexes[row]][indexes[column]];
                for (int inner = 0; inner < column; inner++) {
                    value -= factor[row][inner] * factor[column][inner];
                }
                factor[row][column] =
                        row == column ? Math.sqrt(Math.max(value, Double.MIN_NORMAL)) : value / factor[column][column];
            }
        }
        return factor;
    }

    private static double[] forward(double[][] factor, double[] moments, int[] indexes) {
        double[] reduced = new double[indexes.length];
        for (int row = 0; row < indexes.length; row++) {
            double value = moments[indexes[row]];
            for (int inner = 0; inner < row; inner++) {
                value -= factor[row][inner] * reduced[inner];
            }
            reduced[row] = value / factor[row][row];
        }
        return reduced;
    }

    private static int[] indexes(boolean[] active) {
        int[] indexes = new int[active.length];
        int count = 0;
        for (int row = 0; row < active.length; row++) {
            if (active[row]) {
                indexes[count++] = row;
            }
        }
        return Arrays.copyOf(indexes, count);
    }
}
