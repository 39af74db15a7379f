package org.stepcast.estimator.run;

import org.stepcast.core.quantity.YamlNode;

/**
 * The parameters N and tokens D that give the lowest loss L(N, D) = E + A/N^α + B/D^β for C = 6·N·D FLOPs: N = factor ·
 * (C/6)^exponent with exponent = β/(α+β) and factor = (αA/(βB))^(1/(α+β)). Source: Hoffmann et al. 2022, arXiv 2203.15556,
 * equation 4.
 *
 * @param factor G of that equation
 * @param exponent a of that equation
 */
public record ScalingLaw(String name, double factor, double exponent, String source) {

    private static final double PLAIN = 6;

    static ScalingLaw read(YamlNode entry) {
        String name = entry.text("name");
        String source = entry.text("source");
        return entry.has("tokens_per_parameter")
                ? fixedRatio(name, number(entry, "tokens_per_parameter"), source)
                : of(
                        name,
                        new Term(number(entry, "a"), number(entry, "alpha")),
                        new Term(number(entry, "b"), number(entry, "beta")),
                        source);
    }

    /** So many tokens for each parameter, whatever the size: N = √(C / (6 · tokens)). */
    static ScalingLaw fixedRatio(String name, double tokensEach, String source) {
        return new ScalingLaw(name, Math.sqrt(1 / tokensEach), 0.5, source);
    }

    /** A/N^α or B/D^β. */
    record Term(double weight, double exponent) {}

    static ScalingLaw of(String name, Term parameters, Term tokens, String source) {
        double sum = parameters.exponent() + tokens.exponent();
        double ratio = parameters.exponent() * parameters.weight() / (tokens.exponent() * tokens.weight());
        return new ScalingLaw(name, Math.pow(ratio, 1 / sum), tokens.exponent() / sum, source);
    }

    /** The best number of parameters for so many FLOPs. */
    public double parameterCount(double flops) {
        return factor * Math.pow(flops / PLAIN, exponent);
    }

    /** The best number of tokens for so many FLOPs. */
    public double tokenCount(double flops) {
        return flops / PLAIN / parameterCount(flops);
    }

    /** The FLOPs for which so many parameters are best. */
    public double flops(double parameterCount) {
        return PLAIN * Math.pow(parameterCount / factor, 1 / exponent);
    }

    private static double number(YamlNode entry, String key) {
        return entry.optionalPositive(key).orElseThrow();
    }
}
