package org.stepcast.core.quantity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NearNames;

/**
 * One mapping of a YAML file with typed access. A wrong value becomes a fault, and the reader goes on: a required value
 * then gets a harmless stand-in (1, an empty text, the first option), so nothing may be built from what was read before
 * {@link Faults#throwIfAny()}. The keys that were asked for are the known keys: {@link #rejectUnknownKeys()} comes last.
 */
public final class YamlNode {

    private static final int SHOWN_LENGTH = 80;

    private final String path;
    private final Map<?, ?> values;
    private final Faults faults;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, YamlNode> sections = new LinkedHashMap<>();

    YamlNode(String path, Map<?, ?> values, Faults faults) {
        this.path = path;
        this.values = values;
        this.faults = faults;
    }

    /** Whether the file gives {@code key} a value. Makes the key known. */
    public boolean has(String key) {
        known.add(key);
        return values.get(key) != null;
    }

    /** The full path of {@code key} for messages: {@code parallel.tensor}. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Where this file's faults go. */
    public Faults faults() {
        return faults;
    }

    /** Records that the value of {@code key} breaks {@code rule}. */
    public void fault(String key, String rule) {
        faults.add(path(key), shown(key), rule);
    }

    /** As {@link #fault(String, String)}, with one thing to try. */
    public void fault(String key, String rule, String hint) {
        faults.add(path(key), shown(key), rule, hint);
    }

    public boolean isSection(String key) {
        return has(key) && values.get(key) instanceof Map<?, ?>;
    }

    public boolean isList(String key) {
        return has(key) && values.get(key) instanceof List<?>;
    }

    public String text(String key) {
        return optionalText(key).orElseGet(() -> missing(key, ""));
    }

    /** Text, or a number or flag as it is written. */
    public Optional<String> optionalText(String key) {
        return value(key)
                .flatMap(value -> isScalar(value) ? Optional.of(value.toString()) : wrong(key, "must be text"));
    }

    public int count(String key) {
        return (int) optionalCount(key).orElseGet(() -> missing(key, 1L));
    }

    /** A whole number from 1 to 2^31 − 1. */
    public OptionalLong optionalCount(String key) {
        return optionalWhole(key, 1, Integer.MAX_VALUE);
    }

    /** A whole number from {@code lowest} to {@code highest}. */
    public OptionalLong optionalWhole(String key, long lowest, long highest) {
        String rule =
                "must be a whole number from " + lowest + (highest == Integer.MAX_VALUE ? " up" : " to " + highest);
        Optional<Long> whole = value(key)
                .flatMap(value -> isWhole(value) && within(value, lowest, highest)
                        ? Optional.of(asLong(value))
                        : wrong(key, rule));
        return whole.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** A plain number above 0, where the key itself names the unit or there is none. */
    public OptionalDouble optionalPositive(String key) {
        Optional<Double> positive = value(key)
                .flatMap(value -> value instanceof Number number && isPositive(number.doubleValue())
                        ? Optional.of(number.doubleValue())
                        : wrong(key, "must be a number above 0"));
        return positive.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** A plain finite number, 0 and below included. */
    public OptionalDouble optionalNumber(String key) {
        Optional<Double> number = value(key)
                .flatMap(value -> value instanceof Number given && Double.isFinite(given.doubleValue())
                        ? Optional.of(given.doubleValue())
                        : wrong(key, "must be a number"));
        return number.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    public double quantity(String key, Dimension dimension) {
        return optionalQuantity(key, dimension).orElseGet(() -> missing(key, 1.0));
    }

    /** A number above 0 with its unit, in the canonical unit of {@code dimension}. */
    public OptionalDouble optionalQuantity(String key, Dimension dimension) {
        Optional<Double> quantity = value(key).flatMap(value -> {
            OptionalDouble parsed = value instanceof String text ? dimension.parse(text) : OptionalDouble.empty();
            return parsed.isPresent() && isPositive(parsed.getAsDouble())
                    ? Optional.of(parsed.getAsDouble())
                    : wrong(key, "must be " + dimension.allowed());
        });
        return quantity.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> optionalFlag(String key) {
        return value(key)
                .flatMap(value ->
                        value instanceof Boolean flag ? Optional.of(flag) : wrong(key, "must be true or false"));
    }

    public <E> E oneOf(String key, List<E> options, Function<E, String> label) {
        return optionalOneOf(key, options, label).orElseGet(() -> missing(key, options.getFirst()));
    }

    /** The option whose label is the text. */
    public <E> Optional<E> optionalOneOf(String key, Collection<E> options, Function<E, String> label) {
        return optionalText(key).flatMap(text -> {
            Optional<E> found = options.stream()
                    .filter(option -> label.apply(option).equals(text))
                    .findFirst();
            return found.isPresent() ? found : wrong(key, "must be one of " + listed(options, label));
        });
    }

    /** A list of texts; a missing key is an empty list. */
    public List<String> texts(String key) {
        return list(key, "must be a list of texts", YamlNode::isScalar).stream()
                .map(Object::toString)
                .toList();
    }

    /** A list of whole numbers; a missing key is an empty list. */
    public List<Long> wholes(String key) {
        return list(key, "must be a list of whole numbers", YamlNode::isWhole).stream()
                .map(YamlNode::asLong)
                .toList();
    }

    /** A list of mappings; a missing key is an empty list. */
    public List<YamlNode> sections(String key) {
        List<?> items = list(key, "must be a list of mappings", Map.class::isInstance);
        List<YamlNode> nodes = new ArrayList<>();
        for (Object item : items) {
            nodes.add(child(key + "[" + nodes.size() + "]", (Map<?, ?>) item));
        }
        return List.copyOf(nodes);
    }

    /** A mapping; when it is missing, that is the only fault of it. */
    public YamlNode section(String key) {
        return optionalSection(key).orElseGet(() -> {
            missing(key, Map.of());
            return new YamlNode(path(key), Map.of(), new Faults(""));
        });
    }

    /** A mapping of which every key may be left out: an absent one reads as empty. */
    public YamlNode sectionOrEmpty(String key) {
        return optionalSection(key).orElseGet(() -> child(key, Map.of()));
    }

    public Optional<YamlNode> optionalSection(String key) {
        return value(key)
                .flatMap(value -> value instanceof Map<?, ?> map
                        ? Optional.of(child(key, map))
                        : wrong(key, "must be a mapping"));
    }

    /** Names the successor of a key that is no longer read. */
    public void renamed(String key, String successor) {
        if (has(key)) {
            faults.add(path(key), shown(key), "is now called " + path(successor));
        }
    }

    /** Makes a fault of each key that nothing asked for, here and in all sections that were asked for. */
    public void rejectUnknownKeys() {
        for (Object key : values.keySet()) {
            if (!(key instanceof String name && known.contains(name))) {
                String hint = NearNames.nearest(String.valueOf(key), known)
                        .map(near -> "Maybe " + near + " is meant.")
                        .orElse("Known keys: " + String.join(", ", known) + ".");
                faults.add(path(String.valueOf(key)), shown(key), "is not a known key", hint);
            }
        }
        sections.values().forEach(YamlNode::rejectUnknownKeys);
    }

    private Optional<Object> value(String key) {
        return has(key) ? Optional.ofNullable(values.get(key)) : Optional.empty();
    }

    /** A section asked for twice is one node: it knows all keys that were asked for. */
    private YamlNode child(String key, Map<?, ?> map) {
        return sections.computeIfAbsent(key, name -> new YamlNode(path(name), map, faults));
    }

    private List<?> list(String key, String rule, Predicate<Object> allowed) {
        return value(key)
                .<List<?>>flatMap(value ->
                        value instanceof List<?> items && items.stream().allMatch(allowed)
                                ? Optional.of(items)
                                : wrong(key, rule))
                .orElse(List.of());
    }

    private <T> Optional<T> wrong(String key, String rule) {
        fault(key, rule);
        return Optional.empty();
    }

    /** A required value that is wrong has its fault already; one that is absent gets it here. */
    private <T> T missing(String key, T standIn) {
        if (values.get(key) == null) {
            faults.add(path(key) + " is missing.");
        }
        return standIn;
    }

    /** The value of {@code key} for messages: what is nested or long is only hinted at. */
    private String shown(Object key) {
        Object value = values.get(key);
        if (value == null) {
            return "not given";
        }
        if (value instanceof Map<?, ?> map) {
            return "a mapping of " + map.size();
        }
        if (value instanceof List<?> list && !list.stream().allMatch(YamlNode::isScalar)) {
            return "a list of " + list.size();
        }
        return shortened(value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + " ...";
    }

    /** Above 0 and finite: YAML has infinities, and large exponents become one. */
    private static boolean isPositive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static long asLong(Object value) {
        return ((Number) value).longValue();
    }

    private static boolean within(Object value, long lowest, long highest) {
        return asLong(value) >= lowest && asLong(value) <= highest;
    }

    private static <E> String listed(Collection<E> options, Function<E, String> label) {
        return options.stream().map(label).collect(Collectors.joining(", "));
    }
}
