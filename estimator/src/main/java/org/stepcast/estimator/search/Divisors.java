package org.stepcast.estimator.search;

import java.util.List;
import java.util.stream.LongStream;

/** Whole numbers that divide others. */
final class Divisors {

    private Divisors() {}

    /** All divisors of {@code number}, 1 and itself included, the smallest first. */
    static List<Long> of(long number) {
        return LongStream.rangeClosed(1, number)
                .filter(divisor -> number % divisor == 0)
                .boxed()
                .toList();
    }

    static boolean divides(long divisor, long number) {
        return number % divisor == 0;
    }
}
