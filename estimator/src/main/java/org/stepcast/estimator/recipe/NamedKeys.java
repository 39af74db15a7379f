package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of the named form as dotted paths ({@code parallel.tensor}) with their values, in order. */
final class NamedKeys {

    private final Map<String, Object> values = new LinkedHashMap<>();

    static NamedKeys of(Map<String, ?> nested) {
        NamedKeys keys = new NamedKeys();
        keys.flatten("", nested);
        return keys;
    }

    private void flatten(String prefix, Map<?, ?> nested) {
        nested.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                flatten(prefix + key + ".", section);
            } else {
                values.put(prefix + key, value);
            }
        });
    }

    NamedKeys put(String path, Object value) {
        values.put(path, value);
        return this;
    }

    void remove(String path) {
        values.remove(path);
    }

    Set<String> paths() {
        return values.keySet();
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    Optional<Object> find(String path) {
        return Optional.ofNullable(values.get(path));
    }

    String text(String path) {
        return find(path).map(Object::toString).orElse("");
    }

    boolean isOn(String path) {
        return find(path).filter(Boolean.TRUE::equals).isPresent();
    }

    /** A whole number; {@code byDefault} where the key is absent, or left to the framework as "auto" is. */
    long whole(String path, long byDefault) {
        return find(path)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .orElse(byDefault);
    }

    /** A list of whole numbers; empty where the key is absent. */
    List<Long> wholes(String path) {
        return find(path)
                .map(value -> ((List<?>) value)
                        .stream().map(item -> ((Number) item).longValue()).toList())
                .orElse(List.of());
    }

    /** What {@code other} does not have, or has otherwise. */
    NamedKeys minus(NamedKeys other) {
        NamedKeys rest = new NamedKeys();
        values.forEach((path, value) -> {
            if (other.find(path).filter(given -> same(given, value)).isEmpty()) {
                rest.put(path, value);
            }
        });
        return rest;
    }

    /** These keys, and those of {@code other} in place of or besides them. */
    NamedKeys with(NamedKeys other) {
        NamedKeys all = new NamedKeys();
        all.values.putAll(values);
        all.values.putAll(other.values);
        return all;
    }

    /** Numbers are the same whatever their type: files have no types. */
    private static boolean same(Object one, Object other) {
        if (one instanceof Number number && other instanceof Number second) {
            return number.doubleValue() == second.doubleValue();
        }
        return one.toString().equals(other.toString());
    }

    /** Sections within sections again. */
    Map<String, Object> nested() {
        Map<String, Object> top = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            Map<String, Object> section = top;
            String[] parts = path.split("\\.", -1);
            for (int i = 0; i < parts.length - 1; i++) {
                section = section(section, parts[i]);
            }
            section.put(parts[parts.length - 1], value);
        });
        return top;
    }

    @SuppressWarnings("unchecked") // Only sections made here are maps.
    private static Map<String, Object> section(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.computeIfAbsent(key, name -> new LinkedHashMap<String, Object>());
    }
}
