package org.stepcast.core.hardware;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** Which device of the table is most like one of which some figures are known: the mean |ln(ratio)| of these figures. */
final class Nearness {

    /** The distance in a figure that only one of the two has, such as a peak in fp8. */
    private static final double LACKING = Math.log(4);

    private Nearness() {}

    /** The nearest first; by {@code known} figures, keyed as the file spells them. */
    static <T> Comparator<T> comparing(Map<String, Double> known, Function<T, Device> device) {
        return Comparator.comparingDouble(candidate -> distance(known, figures(device.apply(candidate))));
    }

    static Map<String, Double> figures(Device device) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("memory", (double) device.memoryBytes());
        figures.put("memory_bandwidth", device.memoryBytesPerSecond());
        figures.put("l2", (double) device.l2Bytes());
        figures.put("sm_count", (double) device.multiprocessorCount());
        figures.put("power", device.powerWatts());
        device.peakFlopsPerSecond().forEach((precision, peak) -> figures.put(precision.label(), peak));
        return figures;
    }

    /** The figures that an entry gives. */
    static Map<String, Double> figures(YamlNode entry, Map<Precision, Double> peaks) {
        Map<String, Double> figures = new LinkedHashMap<>();
        put(figures, entry, "memory", Dimension.BYTES);
        put(figures, entry, "memory_bandwidth", Dimension.BYTES_PER_SECOND);
        put(figures, entry, "l2", Dimension.BYTES);
        put(figures, entry, "power", Dimension.WATTS);
        peaks.forEach((precision, peak) -> figures.put(precision.label(), peak));
        return figures;
    }

    private static double distance(Map<String, Double> known, Map<String, Double> candidate) {
        return known.entrySet().stream()
                .mapToDouble(figure -> candidate.containsKey(figure.getKey())
                        ? Math.abs(Math.log(figure.getValue() / candidate.get(figure.getKey())))
                        : LACKING)
                .average()
                .orElse(0);
    }

    private static void put(Map<String, Double> figures, YamlNode entry, String key, Dimension dimension) {
        entry.optionalQuantity(key, dimension).ifPresent(value -> figures.put(key, value));
    }
}
