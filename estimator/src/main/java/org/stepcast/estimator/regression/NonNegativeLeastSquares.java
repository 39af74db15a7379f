package org.stepcast.estimator.regression;

/**
 * Minimises {@code |A·x − b|²} over {@code x ≥ 0}, given {@code G = AᵀA} and {@code h = Aᵀb}. Source: Lawson and Hanson,
 * "Solving Least Squares Problems", 1974, chapter 23, on the normal equations, which suffices for some thirty columns.
 */
final class NonNegativeLeastSquares {

    /** Added to the scaled diagonal: keeps columns that say the same from cancelling each other. */
    private static final double RIDGE = 1e-9;

    private static final double TOLERANCE = 1e-10;
    private static final double ZERO = 1e-14;
    private static final int MOST_ROUNDS = 400;

    private final int size;
    private final double[][] gram;
    private final double[] moments;
    private final double[] scales;
    private final boolean[] active;
    private double[] solution;

    private NonNegativeLeastSquares(double[][] gram, double[] moments) {
        this.size = moments.length;
        this.gram = new double[size][size];
        this.moments = new double[size];
        this.scales = new double[size];
        this.active = new boolean[size];
        this.solution = new double[size];
        for (int row = 0; row < size; row++) {
            scales[row] = gram[row][row] > 0 ? 1 / Math.sqrt(gram[row][row]) : 0;
        }
        for (int row = 0; row < size; row++) {
            this.moments[row] = moments[row] * scales[row];
            for (int column = 0; column < size; column++) {
                this.gram[row][column] = gram[row][column] * scales[row] * scales[column];
            }
            this.gram[row][row] += RIDGE;
        }
    }

    /** The solution; 0 for columns that are all zeros. */
    static double[] solve(double[][] gram, double[] moments) {
        NonNegativeLeastSquares problem = new NonNegativeLeastSquares(gram, moments);
        problem.run();
        for (int row = 0; row < problem.size; row++) {
            problem.solution[row] *= problem.scales[row];
        }
        return problem.solution;
    }

    private void run() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int steepest = steepestInactive();
            if (steepest < 0) {
                return;
            }
            active[steepest] = true;
            settle();
        }
    }

    /** The inactive column whose growth helps most; −1 when none helps. */
    private int steepestInactive() {
        int best = -1;
        double bestGradient = TOLERANCE * largestMoment();
        for (int row = 0; row < size; row++) {
            if (!active[row] && scales[row] > 0) {
                double gradient = moments[row];
                for (int column = 0; column < size; column++) {
                    gradient -= gram[row][column] * solution[column];
                }
                if (gradient > bestGradient) {
                    bestGradient = gradient;
                    best = row;
                }
            }
        }
        return best;
    }

    private double largestMoment() {
        double largest = 1;
        for (double moment : moments) {
            largest = Math.max(largest, Math.abs(moment));
        }
        return largest;
    }

    /** Solves for the active columns; those that would turn negative leave one after another. */
    private void settle() {
        while (true) {
            double[] target = LinearSystem.solveActive(gram, moments, active);
            double step = 1;
            for (int row = 0; row < size; row++) {
                if (active[row] && target[row] <= 0) {
                    step = Math.min(step, solution[row] / Math.max(solution[row] - target[row], Double.MIN_NORMAL));
                }
            }
            if (isPositive(target)) {
                solution = target;
                return;
            }
            moveTowards(target, step);
        }
    }

    private boolean isPositive(double[] target) {
        for (int row = 0; row < size; row++) {
            if (active[row] && target[row] <= 0) {
                return false;
            }
        }
        return true;
    }

    private void moveTowards(double[] target, double step) {
        boolean left = false;
        int mostNegative = -1;
        for (int row = 0; row < size; row++) {
            if (active[row]) {
                boolean shrinking = target[row] <= 0;
                solution[row] += step * (target[row] - solution[row]);
                if (shrinking && solution[row] <= ZERO) {
                    leave(row);
                    left = true;
                } else if (shrinking && (mostNegative < 0 || target[row] < target[mostNegative])) {
                    mostNegative = row;
                }
            }
        }
        if (!left) {
            leave(mostNegative);
        }
    }

    private void leave(int row) {
        active[row] = false;
        solution[row] = 0;
    }
}
