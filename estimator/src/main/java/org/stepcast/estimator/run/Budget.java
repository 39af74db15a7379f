package org.stepcast.estimator.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.error.BadInputException;

/** What a run may take. */
public sealed interface Budget {

    /** Training FLOPs, counted as 6·N·D. */
    record Work(double totalFlops) implements Budget {}

    /** Hours of all devices together. */
    record DeviceTime(double deviceSeconds) implements Budget {}

    /** Money for device hours. */
    record Money(double totalDollars) implements Budget {}

    /**
     * The budget in {@code text}: "1e24 FLOPs", "100000 GPU-hours" or "2e6 USD".
     *
     * @throws BadInputException if it is none
     */
    static Budget parse(String text) {
        Matcher matcher = Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z-]+)")
                .matcher(text.strip());
        double value = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "flop", "flops" -> {
                    return new Work(value);
                }
                case "gpu-hours", "gpu-hour" -> {
                    return new DeviceTime(value * 3600);
                }
                case "usd" -> {
                    return new Money(value);
                }
                default -> {}
            }
        }
        throw new BadInputException("--budget (" + text + ") must be FLOPs, GPU-hours or USD."
                + "\n  For example \"1e24 FLOPs\", \"100000 GPU-hours\" or \"2e6 USD\".");
    }
}
