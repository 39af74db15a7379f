package org.stepcast.sampler.backend.cuda;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of operands by name. */
record NamedArrays(Map<String, double[]> arrays) {

    NamedArrays {
        arrays = new TreeMap<>(arrays);
    }

    static NamedArrays of(String name, double[] values) {
        return new NamedArrays(Map.of(name, values));
    }

    NamedArrays and(String name, double[] values) {
        NamedArrays more = new NamedArrays(arrays);
        more.arrays.put(name, values);
        return more;
    }

    double[] get(String name) {
        return Optional.ofNullable(arrays.get(name))
                .orElseThrow(() -> new IllegalStateException("no operand " + name + " among " + arrays.keySet()));
    }
}
