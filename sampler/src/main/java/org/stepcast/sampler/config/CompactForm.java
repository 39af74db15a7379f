package org.stepcast.sampler.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.sampler.config.Axis.Stride;

/**
 * Our own form: entries that name many operators, and the values of each column as a list or a range. An operator takes the
 * axes of its entry that it has; an absent {@code mp} is 1.
 */
final class CompactForm {

    private final YamlNode top;
    private final Set<String> named = new HashSet<>();

    private CompactForm(YamlNode top) {
        this.top = top;
    }

    static SamplingConfig read(YamlNode top, String source, String sha256) {
        CompactForm form = new CompactForm(top);
        List<TargetGrid> targets = new ArrayList<>();
        top.sections("sample").forEach(entry -> targets.addAll(form.entry(entry)));
        return new SamplingConfig(source, sha256, targets, form.repeats());
    }

    private Repeats repeats() {
        YamlNode section = top.sectionOrEmpty("repeats");
        return new Repeats(
                (int) section.optionalWhole("warm_up", 0, Integer.MAX_VALUE).orElse(Repeats.USUAL.warmUpCount()),
                (int) section.optionalCount("measured").orElse(Repeats.USUAL.measuredCount()));
    }

    private List<TargetGrid> entry(YamlNode entry) {
        List<String> names = entry.texts("operators");
        if (names.isEmpty()) {
            entry.fault("operators", "must name at least one operator or collective");
        }
        return names.stream().map(name -> target(entry, name)).toList();
    }

    private TargetGrid target(YamlNode entry, String name) {
        Optional<SampleFormat> format = SampleFormat.of(name, Precision.FP32);
        if (format.isEmpty()) {
            entry.fault("operators", name + " is not a known operator or collective", Names.hint(name));
        }
        if (!named.add(name)) {
            entry.fault("operators", "must name " + name + " in one entry only");
        }
        List<Axis> axes = new ArrayList<>();
        for (String column : Names.axisColumns(format)) {
            axes.add(axis(entry, name, column));
        }
        return new TargetGrid(name, axes);
    }

    private static Axis axis(YamlNode entry, String name, String column) {
        if (entry.isSection(column)) {
            return range(entry.section(column), column);
        }
        List<String> values = entry.texts(column);
        if (values.isEmpty() && column.equals("mp")) {
            return new Axis(column, List.of("1"));
        }
        if (values.isEmpty()) {
            entry.fault(column, "must be a list or a range: " + name + " needs it");
        }
        return new Axis(column, values);
    }

    private static Axis range(YamlNode range, String column) {
        long from = range.optionalWhole("from", 1, Long.MAX_VALUE).orElse(1);
        long to = range.optionalWhole("to", from, Long.MAX_VALUE).orElse(from);
        if (range.has("plus") == range.has("times")) {
            range.fault("plus", "or else times must be given");
        }
        if (range.has("times")) {
            return Axis.of(
                    column,
                    from,
                    to,
                    Stride.MULTIPLY,
                    range.optionalWhole("times", 2, Integer.MAX_VALUE).orElse(2));
        }
        return Axis.of(
                column,
                from,
                to,
                Stride.ADD,
                range.optionalWhole("plus", 1, Long.MAX_VALUE).orElse(to));
    }
}
