package org.stepcast.sampler.agent;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stepcast.core.operator.Collective;

/**
 * What a collective carries. <i>Source</i>: nccl-tests, doc/PERFORMANCE.md.
 *
 * @param algorithmBytesPerSecond the message by the time
 * @param busBytesPerSecond what each rank sends at least by the time: to be compared with the speed of the links
 */
public record Bandwidth(double algorithmBytesPerSecond, double busBytesPerSecond) {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double GB = 1e9;

    /** Of one run. */
    public static Bandwidth of(Collective collective, double micros) {
        double seconds = micros / MICROS_PER_SECOND;
        return new Bandwidth(collective.messageBytes() / seconds, collective.wireBytes() / seconds);
    }

    /** For a line of text, in the words of nccl-tests. */
    public String text() {
        return String.format(
                Locale.ROOT, "algbw %.2f GB/s, busbw %.2f GB/s", algorithmBytesPerSecond / GB, busBytesPerSecond / GB);
    }

    /** For the details of a row. */
    SortedMap<String, String> details() {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("algbw_gb_per_s", gigabytes(algorithmBytesPerSecond));
        details.put("busbw_gb_per_s", gigabytes(busBytesPerSecond));
        return details;
    }

    private static String gigabytes(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.4f", bytesPerSecond / GB);
    }
}
