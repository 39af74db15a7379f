package org.stepcast.estimator.config;

import java.util.Optional;
import java.util.TreeSet;

/** Numbers near a wrong one that would be right, for hints. */
final class NearNumbers {

    private NearNumbers() {}

    /** "Maybe use 2 or 4.": the divisors of {@code multiple} next to {@code value}. */
    static String divisorHint(long value, long multiple) {
        TreeSet<Long> divisors = new TreeSet<>();
        for (long divisor = 1; divisor * divisor <= multiple; divisor++) {
            if (multiple % divisor == 0) {
                divisors.add(divisor);
                divisors.add(multiple / divisor);
            }
        }
        return hint(Optional.ofNullable(divisors.lower(value)), Optional.ofNullable(divisors.higher(value)));
    }

    /** "Maybe use 96 or 104.": the multiples of {@code divisor} next to {@code value}. */
    static String multipleHint(long value, long divisor) {
        long below = value / divisor * divisor;
        boolean hasAbove = below <= Long.MAX_VALUE - divisor;
        return hint(
                below > 0 ? Optional.of(below) : Optional.empty(),
                hasAbove ? Optional.of(below + divisor) : Optional.empty());
    }

    private static String hint(Optional<Long> below, Optional<Long> above) {
        if (below.isPresent() && above.isPresent()) {
            return "Maybe use " + below.get() + " or " + above.get() + ".";
        }
        return "Maybe use " + below.or(() -> above).orElseThrow() + ".";
    }
}
