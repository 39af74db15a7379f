package org.stepcast.sampler.config;

/**
 * Runs of each shape.
 *
 * @param warmUpCount before the measured ones
 * @param measuredCount at least so many
 */
public record Repeats(int warmUpCount, int measuredCount) {

    /** What the compact form means where it says nothing. */
    static final Repeats USUAL = new Repeats(3, 10);
}
