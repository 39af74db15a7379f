package org.stepcast.sampler.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Work;
import org.stepcast.core.quantity.Dimension;

/**
 * How near sampled operators come to the peak of a device, as a table in Markdown. The fraction of peak of a shape is the
 * longer of its least FLOPs at the peak rate and its least bytes at the memory's rate, divided by the measured time.
 */
public final class PeakTable {

    private static final double MICROS_PER_SECOND = 1e6;

    /** Small shapes tell of starting a kernel, not of how well it works: of each operator the largest quarter counts. */
    private static final int COUNTED_PART = 4;

    private final Device device;

    public PeakTable(Device device) {
        this.device = device;
    }

    /**
     * The lines of the table: a row for each operator, precision and pass; collectives are left out.
     *
     * @throws org.stepcast.core.error.NotCoveredException if products were sampled in a precision that the device has no
     *     peak of
     */
    public List<String> lines(List<SampleTable> tables) {
        Map<String, List<Shape>> rows = new TreeMap<>();
        for (SampleTable table : tables) {
            table.samples().stream()
                    .filter(sample -> !(sample.operator() instanceof Collective))
                    .forEach(sample -> rows.computeIfAbsent(title(table), title -> new ArrayList<>())
                            .add(shape(sample)));
        }
        List<String> lines = new ArrayList<>();
        lines.add("| operator | precision | pass | shapes | of peak, median | best | rate | at |");
        lines.add("|---|---|---|---|---|---|---|---|");
        rows.forEach((title, shapes) -> lines.add(title + row(shapes)));
        lines.add("");
        lines.add(peaks(tables) + " Median and best are of the quarter of the shapes with the most work.");
        return lines;
    }

    private String peaks(List<SampleTable> tables) {
        String flops = device.peakFlopsPerSecond().entrySet().stream()
                .filter(peak -> tables.stream().anyMatch(table -> table.precision() == peak.getKey()))
                .map(peak -> ", " + peak.getKey().label() + " " + Dimension.FLOPS_PER_SECOND.text(peak.getValue()))
                .collect(Collectors.joining());
        return "Peaks of " + device.name() + ": memory " + gigabytesPerSecond(device.memoryBytesPerSecond()) + flops
                + ". Source: " + device.provenance().source() + ".";
    }

    /** Always in one unit, so that rows compare. */
    private static String gigabytesPerSecond(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.1f GB/s", bytesPerSecond / 1e9);
    }

    private static String title(SampleTable table) {
        return "| `" + table.name() + "` | " + table.precision().label() + " | "
                + table.pass().label() + " | ";
    }

    private static String row(List<Shape> shapes) {
        List<Shape> counted = shapes.stream()
                .sorted(Comparator.comparingDouble(Shape::leastMicros).reversed())
                .limit(Math.ceilDiv(shapes.size(), COUNTED_PART))
                .sorted(Comparator.comparingDouble(Shape::fraction))
                .toList();
        Shape best = counted.getLast();
        return String.format(
                Locale.ROOT,
                "%d | %.0f %% | %.0f %% | %s | %s |",
                shapes.size(),
                100 * counted.get(counted.size() / 2).fraction(),
                100 * best.fraction(),
                best.rate(),
                best.sample().operator().shapeText());
    }

    private Shape shape(Sample sample) {
        Work work = sample.operator().work(sample.pass(), sample.precision());
        double flopMicros = work.flops() == 0
                ? 0
                : work.flops() / device.peakFlopsPerSecond(sample.precision()) * MICROS_PER_SECOND;
        return new Shape(
                sample, work, flopMicros, work.movedBytes() / device.memoryBytesPerSecond() * MICROS_PER_SECOND);
    }

    /** A sampled shape, and what its work takes at the peaks. */
    private record Shape(Sample sample, Work work, double flopMicros, double byteMicros) {

        double leastMicros() {
            return Math.max(flopMicros, byteMicros);
        }

        double fraction() {
            return leastMicros() / sample.micros();
        }

        /** Of what limits it. */
        String rate() {
            double seconds = sample.micros() / MICROS_PER_SECOND;
            return flopMicros > byteMicros
                    ? Dimension.FLOPS_PER_SECOND.text(work.flops() / seconds)
                    : gigabytesPerSecond(work.movedBytes() / seconds);
        }
    }
}
