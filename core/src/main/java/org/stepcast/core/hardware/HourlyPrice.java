package org.stepcast.core.hardware;

/** What an hour of one device costs on demand. */
public sealed interface HourlyPrice {

    /**
     * Offers range from {@code lowDollars} to {@code highDollars}.
     *
     * @param date when they were seen, such as {@code 2026-05}
     * @param source who made or listed them
     */
    record Range(double lowDollars, double highDollars, String date, String source) implements HourlyPrice {

        public Range {
            Figures.require("lowDollars", lowDollars, lowDollars > 0);
            Figures.require("highDollars", highDollars, highDollars >= lowDollars);
        }
    }

    /** No public offer that we know of. */
    record Unknown(String reason) implements HourlyPrice {}
}
