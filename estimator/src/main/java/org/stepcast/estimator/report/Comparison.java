package org.stepcast.estimator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.stepcast.estimator.memory.Part.Share;
import org.stepcast.estimator.search.Target;
import org.stepcast.estimator.step.Part;

/** Jobs side by side: what their configurations differ in, and what that does to time, memory and cost. */
public final class Comparison {

    private static final double GIB = 1L << 30;
    private static final String ABSENT = "-";

    private final List<Forecast> jobs;
    private final List<Map<String, String>> keys;

    private Comparison(List<Forecast> jobs) {
        this.jobs = List.copyOf(jobs);
        this.keys = jobs.stream()
                .map(job -> flat(ConfigEcho.of(job.step().config())))
                .toList();
    }

    /** The comparison of at least one job; the first is what others are compared with. */
    public static Comparison of(List<Forecast> jobs) {
        return new Comparison(jobs);
    }

    /** One line: a value for each job and, for numbers, how far it is from that of the first, where they differ. */
    record Row(String name, List<String> values, List<String> changes) {

        Row {
            values = List.copyOf(values);
            changes = List.copyOf(changes);
        }

        boolean differs() {
            return values.stream().distinct().count() > 1;
        }
    }

    /** Lines that belong together. */
    record Section(String title, List<Row> rows) {

        Section {
            rows = List.copyOf(rows);
        }
    }

    List<Forecast> jobs() {
        return jobs;
    }

    /** What the jobs are called: their files. */
    List<String> names() {
        return jobs.stream().map(job -> job.step().config().source()).toList();
    }

    List<Section> sections() {
        return List.of(
                new Section("Configuration", differences()),
                new Section("Step", step()),
                new Section("Where the time goes", breakdown()),
                new Section("Memory of the fullest stage", memory()));
    }

    /** Keys of the named form whose values differ. */
    List<Row> differences() {
        Set<String> all = new LinkedHashSet<>();
        keys.forEach(job -> all.addAll(job.keySet()));
        all.remove("source");
        return all.stream()
                .map(key -> new Row(
                        key,
                        keys.stream().map(job -> job.getOrDefault(key, ABSENT)).toList(),
                        List.of()))
                .filter(Row::differs)
                .toList();
    }

    private List<Row> step() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("step time", "%.3f s", job -> job.step().stepSeconds().p50()));
        rows.add(row("p10", "%.3f s", job -> job.step().stepSeconds().p10()));
        rows.add(row("p90", "%.3f s", job -> job.step().stepSeconds().p90()));
        rows.add(row("tokens/s", "%,.0f", Comparison::tokensPerSecond));
        rows.add(row("tokens/s per GPU", "%,.0f", job -> job.step().tokensPerSecondPerDevice()));
        rows.add(row("MFU", "%.1f %%", job -> 100 * job.step().utilizationFraction()));
        rows.add(row(
                "GPU-hours per billion tokens",
                "%,.1f",
                job -> job.step().config().deviceCount() * 1e9 / tokensPerSecond(job) / 3600));
        boolean priced =
                jobs.stream().allMatch(job -> target(job).deviceHourDollars().isPresent());
        if (priced) {
            rows.add(row("USD per billion tokens", "%,.0f", Comparison::dollarsPerBillionTokens));
        }
        return rows;
    }

    private static double tokensPerSecond(Forecast job) {
        return job.step().tokensPerSecondPerDevice() * job.step().config().deviceCount();
    }

    private static Target target(Forecast job) {
        return Target.of(job.step().config());
    }

    static double dollarsPerBillionTokens(Forecast job) {
        return target(job).deviceHourDollars().orElseThrow()
                * job.step().config().deviceCount()
                * 1e9
                / tokensPerSecond(job)
                / 3600;
    }

    private List<Row> breakdown() {
        List<Row> rows = new ArrayList<>();
        for (Part part : Part.values()) {
            Row row = row(StepText.label(part), "%.3f s", job -> seconds(job, part));
            if (!row.values().stream().allMatch(Comparison::isNothing)) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Rounding may leave a part that there is none of a little below zero. */
    private static double seconds(Forecast job, Part part) {
        return Math.max(0, job.step().breakdown().micros(part) / 1e6);
    }

    private List<Row> memory() {
        List<Row> rows = new ArrayList<>();
        for (Share share : Share.values()) {
            rows.add(row(
                    share.name().toLowerCase(Locale.ROOT),
                    "%.1f GiB",
                    job -> job.memory().peakBytes(share) / GIB));
        }
        rows.add(row("allocated", "%.1f GiB", job -> job.memory().allocatedBytes() / GIB));
        rows.add(row("device total", "%.1f GiB", job -> job.memory().deviceBytes() / GIB));
        rows.add(row("of", "%.1f GiB", job -> job.memory().capacityBytes() / GIB));
        rows.add(row("out of memory", "%.0f %%", job -> 100 * job.memory().outOfMemoryProbability()));
        return rows;
    }

    private Row row(String name, String format, ToDoubleFunction<Forecast> figure) {
        double first = figure.applyAsDouble(jobs.getFirst());
        List<String> values = jobs.stream()
                .map(job -> String.format(Locale.ROOT, format, figure.applyAsDouble(job)))
                .toList();
        List<String> changes = IntStream.range(0, jobs.size())
                .mapToObj(job -> values.get(job).equals(values.getFirst()) || isNothing(values.getFirst())
                        ? ""
                        : change(figure.applyAsDouble(jobs.get(job)) / first))
                .toList();
        return new Row(name, values, changes);
    }

    private static boolean isNothing(String value) {
        return value.chars().noneMatch(letter -> letter >= '1' && letter <= '9');
    }

    private static String change(double ratio) {
        return ratio >= 2
                ? String.format(Locale.ROOT, "x %.3g", ratio)
                : String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
    }

    /** {@code parallel: {tensor: 2}} as {@code parallel.tensor} with 2. */
    private static Map<String, String> flat(Map<?, ?> values) {
        Map<String, String> flat = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                flat(section).forEach((inner, text) -> flat.put(key + "." + inner, text));
            } else {
                flat.put(key.toString(), value.toString());
            }
        });
        return flat;
    }
}
