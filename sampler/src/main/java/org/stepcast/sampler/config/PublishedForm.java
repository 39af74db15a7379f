package org.stepcast.sampler.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.sampler.config.Axis.Stride;

/**
 * The sampling files of estimate-train-time: one operator or collective, parallel lists with one entry for each dimension.
 * Source: its configs folder, MIT licence.
 */
final class PublishedForm {

    /** What to sample: the whole grid, or the one shape under {@code shapes}. */
    private enum Extent {
        GET_ALL,
        GET_ONE,
        RUN_FUNCTION,
        GET_PROFILER;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final YamlNode top;

    private PublishedForm(YamlNode top) {
        this.top = top;
    }

    static SamplingConfig read(YamlNode top, String source, String sha256) {
        PublishedForm form = new PublishedForm(top);
        form.acceptNamesOfItsCode();
        Repeats repeats = new Repeats(form.whole("wait", 4) + form.whole("warmup", 6), form.whole("active", 10));
        return new SamplingConfig(source, sha256, List.of(form.grid()), repeats);
    }

    /** Keys that name parts of the code that wrote these files, or its traces: read, but without meaning here. */
    private void acceptNamesOfItsCode() {
        top.optionalText("module_name");
        top.optionalText("function_name");
        top.isList("targets");
        top.wholes("warmup_shapes");
    }

    private TargetGrid grid() {
        String name = top.text("kernel_name");
        List<String> columns = shapeColumns(name);
        return new TargetGrid(name, extent() == Extent.GET_ALL ? axes(columns) : point(columns));
    }

    /** The dimensions that the file gives; a collective's other columns come from its launch. */
    private List<String> shapeColumns(String name) {
        Optional<SampleFormat> format = SampleFormat.of(name, Precision.FP32);
        if (format.isEmpty() && top.has("kernel_name")) {
            top.fault("kernel_name", "is not a known operator or collective", Names.hint(name));
        }
        List<String> columns = Names.axisColumns(format);
        List<String> given = top.texts("columns_name");
        int count = (int) top.optionalCount("first_n_column").orElse(columns.size());
        if (format.isPresent()
                && !given.subList(0, Math.min(count, given.size())).equals(columns)) {
            top.fault(
                    "columns_name",
                    "must start with the " + columns.size() + " columns " + String.join(", ", columns)
                            + ", and first_n_column must be " + columns.size());
        }
        return columns;
    }

    private Extent extent() {
        Extent extent = top.optionalOneOf("run", List.of(Extent.values()), Extent::label)
                .orElse(Extent.GET_ALL);
        if (extent == Extent.GET_PROFILER) {
            top.fault("run", "asks for a trace, which is not recorded", "Use get_all, or get_one for one shape.");
        }
        return extent;
    }

    private List<Axis> axes(List<String> columns) {
        top.wholes("shapes");
        List<Long> starts = perColumn("starts", columns);
        List<Long> steps = perColumn("steps", columns);
        List<Long> ends = perColumn("ends", columns);
        List<String> operators = top.texts("operators");
        if (operators.size() != columns.size()) {
            top.fault("operators", "must have one entry for each of " + String.join(", ", columns));
        }
        List<Axis> axes = new ArrayList<>();
        if (starts.size() + steps.size() + ends.size() + operators.size() == 4 * columns.size()) {
            for (int i = 0; i < columns.size(); i++) {
                Stride stride = operators.get(i).equals("add") ? Stride.ADD : Stride.MULTIPLY;
                axes.add(axis(columns.get(i), starts.get(i), ends.get(i), stride, steps.get(i)));
            }
        }
        return axes;
    }

    private Axis axis(String column, long start, long end, Stride stride, long step) {
        if (start < 1 || step < (stride == Stride.ADD ? 1 : 2)) {
            top.fault("steps", "must lead upwards from a start of at least 1 for " + column);
            return new Axis(column, List.of());
        }
        return Axis.of(column, start, end, stride, step);
    }

    private List<Axis> point(List<String> columns) {
        List.of("starts", "steps", "ends").forEach(top::wholes);
        top.texts("operators");
        List<Long> shape = perColumn("shapes", columns);
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < Math.min(shape.size(), columns.size()); i++) {
            axes.add(new Axis(columns.get(i), List.of(Long.toString(shape.get(i)))));
        }
        return axes;
    }

    private List<Long> perColumn(String key, List<String> columns) {
        List<Long> values = top.wholes(key);
        if (values.size() != columns.size()) {
            top.fault(key, "must have one entry for each of " + String.join(", ", columns));
        }
        return values;
    }

    private int whole(String key, int usual) {
        return (int) top.optionalWhole(key, 0, Integer.MAX_VALUE).orElse(usual);
    }
}
