package org.stepcast.estimator.feature;

/**
 * One non-negative part of an operator's base time; a fitted coefficient multiplies it.
 *
 * @param micros what physics allows at best: FLOPs at the peak, bytes at full bandwidth; or a count of launches, tensors
 */
public record Term(String name, double micros) {

    public Term {
        if (!(micros >= 0) || Double.isInfinite(micros)) {
            throw new IllegalArgumentException(name + " (" + micros + ") must be finite and not negative");
        }
    }
}
