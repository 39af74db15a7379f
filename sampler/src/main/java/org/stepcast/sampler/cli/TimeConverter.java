package org.stepcast.sampler.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 90s}, {@code 10m}, {@code 2h}. */
final class TimeConverter implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})\\s*(s|m|min|h)");

    @Override
    public Duration convert(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches() || Integer.parseInt(time.group(1)) == 0) {
            throw new TypeConversionException("(" + text + ") must be a time such as 90s, 10m or 2h.");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
