package org.stepcast.estimator.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Copies of a record that each differ from it in one place, however deep. */
final class Mutations {

    private Mutations() {}

    /** By the path of the place: {@code parallel.tensorSize}. A record that refuses every value but one has no copy. */
    static Map<String, Object> of(Object value) {
        Map<String, Object> copies = new LinkedHashMap<>();
        if (value instanceof Record whole) {
            RecordComponent[] components = whole.getClass().getRecordComponents();
            for (int place = 0; place < components.length; place++) {
                int changed = place;
                of(get(whole, components[place]))
                        .forEach((path, copy) -> with(whole, components, changed, copy)
                                .ifPresent(other -> copies.put(components[changed].getName() + path, other)));
            }
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(inner -> of(inner).forEach((path, copy) -> copies.put(path, Optional.of(copy))));
        } else {
            leaf(value).ifPresent(copy -> copies.put(".", copy));
        }
        Map<String, Object> dotted = new LinkedHashMap<>();
        copies.forEach((path, copy) -> dotted.put(path.startsWith(".") ? path : "." + path, copy));
        return dotted;
    }

    private static Optional<Object> leaf(Object value) {
        if (value instanceof Long number) {
            return Optional.of(number + 1);
        } else if (value instanceof Integer number) {
            return Optional.of(number + 1);
        } else if (value instanceof Double number) {
            return Optional.of(number * 2 + 1);
        } else if (value instanceof OptionalDouble number) {
            return Optional.of(OptionalDouble.of(number.orElse(1) * 2));
        } else if (value instanceof String text) {
            return Optional.of(text + "x");
        } else if (value instanceof Enum<?> constant) {
            List<Object> constants =
                    List.of((Object[]) constant.getDeclaringClass().getEnumConstants());
            return Optional.of(constants.get((constants.indexOf(constant) + 1) % constants.size()));
        } else if (value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
            return Optional.of(list.stream().map(each -> (Long) each + 1).toList());
        } else if (value instanceof Set<?> set && set.stream().allMatch(Enum.class::isInstance) && !set.isEmpty()) {
            return Optional.of(EnumSet.noneOf(((Enum<?>) set.iterator().next()).getDeclaringClass()));
        }
        return Optional.empty();
    }

    private static Object get(Record whole, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(whole);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<Object> with(Record whole, RecordComponent[] components, int changed, Object copy) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(get(whole, component));
        }
        values.set(changed, copy);
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = whole.getClass().getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return Optional.of(canonical.newInstance(values.toArray()));
        } catch (InvocationTargetException refused) {
            return Optional.empty();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
