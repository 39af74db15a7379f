package org.stepcast.estimator.step;

import org.stepcast.estimator.config.Experts.Mixture;

/**
 * Copies of tokens that an all-to-all would send, one for each expert, and what of them it need not send.
 *
 * @param count of each token, of which one place gets a single one; 1 where each is sent
 * @param groupCount groups of neighbouring experts
 * @param chosenCount groups that a token's experts are in
 */
record TokenCopies(double count, double groupCount, double chosenCount) {

    /** Each copy is sent. */
    static final TokenCopies EACH = new TokenCopies(1, 1, 1);

    /** One to each place that has experts of the token, be it a rank or a node: DeepEP, HybridEP. */
    static TokenCopies once(Mixture mixture) {
        return new TokenCopies(
                mixture.topKCount(), mixture.groups().count(), mixture.groups().chosenCount());
    }

    /** Share of the copies that leave one of {@code places}, which have as many experts each. */
    double leavingFraction(double places) {
        double open = openPlaces(places);
        double reached = open * (1 - Math.pow(1 - 1 / open, count));
        return reached * (places - 1) / places / count;
    }

    /** Places that have experts of the chosen groups, in the mean. */
    private double openPlaces(double places) {
        if (places >= groupCount) {
            return places * chosenCount / groupCount;
        }
        double none = 1;
        for (int i = 0; i < chosenCount; i++) {
            none *= Math.max(0, groupCount - groupCount / places - i) / (groupCount - i);
        }
        return places * (1 - none);
    }
}
