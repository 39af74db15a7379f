package org.stepcast.core.hardware;

/** What an hour of one device costs on demand. */
public sealed interface HourlyPrice {

    /** Offers range from {@code lowUsd} to {@code highUsd}. */
    record Range(double lowUsd, double highUsd) implements HourlyPrice {

        public Range {
            Figures.require("lowUsd", lowUsd, lowUsd > 0);
            Figures.require("highUsd", highUsd, highUsd >= lowUsd);
        }
    }

    /** No public offer that we know of. */
    record Unknown(String reason) implements HourlyPrice {}
}
