package org.stepcast.estimator.fit;

import java.util.Locale;

/** How rows to test on are held out. */
public enum SplitKind {
    /** A fifth of the rows. Repeated shapes may be on both sides. */
    RANDOM,
    /** A fifth of the distinct shapes as the regressor sees them. */
    GROUPED,
    /** Fits to rows of at most the median size, tests on the largest fifth. Size: FLOPs, or bytes where there are none. */
    EXTRAPOLATE;

    /** The name that commands and reports use: {@code random}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
