package org.stepcast.core.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a quantity measures, with the units that text input may use. The unit is required: a bare number is refused. */
public enum Dimension {
    /** Canonical unit: byte. GB is 10^9, GiB is 2^30. */
    BYTES,
    /** Canonical unit: bytes per second. */
    BYTES_PER_SECOND,
    /** Canonical unit: floating-point operations per second, dense. */
    FLOPS_PER_SECOND,
    /** Canonical unit: microsecond. */
    MICROS,
    /** Canonical unit: watt. */
    WATTS,
    /** Canonical unit: one token. */
    TOKENS;

    private static final Pattern QUANTITY = Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z/]+)");

    /** The value of {@code text} in the canonical unit; empty when it is not a number followed by a known unit. */
    public OptionalDouble parse(String text) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        Double factor = matcher.matches() ? factors().get(matcher.group(2)) : null;
        return factor == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(matcher.group(1)) * factor);
    }

    /** What a value of this dimension may look like, for messages. */
    public String allowed() {
        return "a number with a unit, such as \"" + example() + "\"";
    }

    /** {@code value}, which is in the canonical unit, with the unit that makes it shortest: {@code 80 GiB}. */
    public String text(double value) {
        List<Map.Entry<String, Double>> units = factors().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
        double smallest = units.getLast().getValue();
        return units.stream()
                .filter(unit -> value >= unit.getValue() || unit.getValue() == smallest)
                .map(unit -> plain(value / unit.getValue()) + " " + unit.getKey())
                .min(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    /** {@code value}, which is in the canonical unit, as the shortest text that {@link #parse} reads back as it is. */
    public String exactText(double value) {
        return factors().entrySet().stream()
                .map(unit -> decimals(value / unit.getValue()) + " " + unit.getKey())
                .min(Comparator.comparingDouble(
                                (String text) -> Math.abs(parse(text).orElseThrow() - value))
                        .thenComparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static String decimals(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /** Four significant digits without an exponent. */
    private static String plain(double value) {
        return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private Map<String, Double> factors() {
        return switch (this) {
            case BYTES -> byteUnits("");
            case BYTES_PER_SECOND -> byteUnits("/s");
            case FLOPS_PER_SECOND -> Map.of("GFLOPS", 1e9, "TFLOPS", 1e12, "PFLOPS", 1e15);
            case MICROS -> Map.of("ns", 1e-3, "us", 1.0, "ms", 1e3, "s", 1e6);
            case WATTS -> Map.of("W", 1.0, "kW", 1e3);
            case TOKENS -> Map.of("K", 1e3, "M", 1e6, "B", 1e9, "T", 1e12);
        };
    }

    private String example() {
        return switch (this) {
            case BYTES -> "80 GiB";
            case BYTES_PER_SECOND -> "1792 GB/s";
            case FLOPS_PER_SECOND -> "312 TFLOPS";
            case MICROS -> "5 us";
            case WATTS -> "400 W";
            case TOKENS -> "1.0T";
        };
    }

    private static Map<String, Double> byteUnits(String suffix) {
        Map<String, Double> units = new LinkedHashMap<>();
        String[] prefixes = {"K", "M", "G", "T"};
        for (int power = 1; power <= prefixes.length; power++) {
            String prefix = prefixes[power - 1];
            units.put((power == 1 ? prefix.toLowerCase(Locale.ROOT) : prefix) + "B" + suffix, Math.pow(1000, power));
            units.put(prefix + "iB" + suffix, Math.pow(1024, power));
        }
        return units;
    }
}
