package org.stepcast.estimator.search;

import java.util.Optional;

/**
 * What a calculator for planning recommends, and what the models say of it.
 *
 * @param by whose rule
 * @param advice what it says, in words
 * @param plan that plan, timed and weighed; empty where it is not one
 * @param flaw why it cannot run; empty where it can
 */
public record Recommendation(String by, String advice, Optional<RankedPlan> plan, Optional<String> flaw) {}
