package org.stepcast.core.hardware;

/** What an hour of one device costs on demand. */
public sealed interface HourlyPrice {

    /** Offers range from {@code lowDollars} to {@code highDollars}. */
    record Range(double lowDollars, double highDollars) implements HourlyPrice {

        public Range {
            Figures.require("lowDollars", lowDollars, lowDollars > 0);
            Figures.require("highDollars", highDollars, highDollars >= lowDollars);
        }
    }

    /** No public offer that we know of. */
    record Unknown(String reason) implements HourlyPrice {}
}
