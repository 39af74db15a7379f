package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;

/** Weights of the candidates of a correction: quarters that sum to at most one; the rest of the weight is no correction. */
record Blend(List<Double> weights) {

    private static final int STEP_COUNT = 4;

    /** Prefers fewer parts where errors are alike: each costs this share of the error. */
    private static final double PART_PENALTY_FRACTION = 0.002;

    Blend {
        weights = List.copyOf(weights);
    }

    /**
     * The blend with the least mean absolute relative error on held-out rows.
     *
     * @param residuals ln(time / base) of every row of the set
     */
    static Blend best(HeldOutCorrections heldOut, double[] residuals) {
        Blend best =
                new Blend(heldOut.corrections().stream().map(candidate -> 0.0).toList());
        double bestError = best.error(heldOut, residuals, 1);
        for (Blend blend : all(heldOut.corrections().size())) {
            double parts = blend.weights.stream().filter(weight -> weight > 0).count();
            double error = blend.error(heldOut, residuals, 1) * (1 + PART_PENALTY_FRACTION * parts);
            if (error < bestError) {
                best = blend;
                bestError = error;
            }
        }
        return best;
    }

    /** Mean absolute relative error when the blended correction is multiplied by {@code fraction}. */
    double error(HeldOutCorrections heldOut, double[] residuals, double fraction) {
        double sum = 0;
        for (int index = 0; index < heldOut.rows().size(); index++) {
            double residual = residuals[heldOut.rows().get(index)];
            sum += Math.abs(Math.expm1(fraction * heldOut.blended(weights, index) - residual));
        }
        return sum / Math.max(1, heldOut.rows().size());
    }

    boolean isEmpty() {
        return weights.stream().allMatch(weight -> weight == 0);
    }

    private static List<Blend> all(int candidateCount) {
        List<Blend> blends = new ArrayList<>();
        extend(new ArrayList<>(), candidateCount, STEP_COUNT, blends);
        return blends;
    }

    private static void extend(List<Double> weights, int candidateCount, int stepsLeft, List<Blend> blends) {
        if (weights.size() == candidateCount) {
            blends.add(new Blend(weights));
            return;
        }
        for (int steps = 0; steps <= stepsLeft; steps++) {
            List<Double> longer = new ArrayList<>(weights);
            longer.add((double) steps / STEP_COUNT);
            extend(longer, candidateCount, stepsLeft - steps, blends);
        }
    }
}
