package org.stepcast.core.hardware;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Precision;

/**
 * One accelerator as a process sees it.
 *
 * @param aliases other names: as frameworks print it without spaces, as data folders are called
 * @param multiprocessorCount streaming multiprocessors, or compute units
 * @param powerWatts the limit of the board
 * @param peakFlopsPerSecond dense matrix products with fp32 accumulation; a missing precision is not supported
 * @param peerLink to the other devices of its node; none where they talk over {@code hostLink}
 * @param hostLink to the host and its network adapters
 */
public record Device(
        String name,
        List<String> aliases,
        long memoryBytes,
        double memoryBytesPerSecond,
        long l2Bytes,
        int multiprocessorCount,
        double powerWatts,
        Map<Precision, Double> peakFlopsPerSecond,
        Link peerLink,
        Link hostLink,
        HourlyPrice price,
        Provenance provenance) {

    public Device {
        aliases = List.copyOf(aliases);
        peakFlopsPerSecond = inOrder(peakFlopsPerSecond);
        Figures.require("memoryBytes", memoryBytes, memoryBytes > 0);
        Figures.require("memoryBytesPerSecond", memoryBytesPerSecond, memoryBytesPerSecond > 0);
        Figures.require("l2Bytes", l2Bytes, l2Bytes > 0);
        Figures.require("multiprocessorCount", multiprocessorCount, multiprocessorCount > 0);
        Figures.require("powerWatts", powerWatts, powerWatts > 0);
        peakFlopsPerSecond.forEach((precision, peak) -> Figures.require("peak." + precision.label(), peak, peak > 0));
        Figures.require("peak count", peakFlopsPerSecond.size(), !peakFlopsPerSecond.isEmpty());
    }

    /** The link that the devices of a node talk over. */
    public Link nodeLink() {
        return peerLink.exists() ? peerLink : hostLink;
    }

    public boolean supports(Precision precision) {
        return peakFlopsPerSecond.containsKey(precision);
    }

    /**
     * The dense peak in {@code precision}.
     *
     * @throws NotCoveredException if the device does not compute in it
     */
    public double peakFlopsPerSecond(Precision precision) {
        Double peak = peakFlopsPerSecond.get(precision);
        if (peak == null) {
            throw new NotCoveredException("precision (" + precision.label() + ") is not one that " + name
                    + " computes in.\n  It has " + supportedLabels() + ".");
        }
        return peak;
    }

    /** Sums over the peaks must not depend on the order of a hash map. */
    private static Map<Precision, Double> inOrder(Map<Precision, Double> peaks) {
        Map<Precision, Double> ordered = new EnumMap<>(Precision.class);
        ordered.putAll(peaks);
        return Collections.unmodifiableMap(ordered);
    }

    private String supportedLabels() {
        return peakFlopsPerSecond.keySet().stream()
                .sorted()
                .map(Precision::label)
                .collect(Collectors.joining(", "));
    }
}
