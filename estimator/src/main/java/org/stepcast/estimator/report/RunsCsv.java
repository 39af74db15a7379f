package org.stepcast.estimator.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.validation.MemoryComparison;
import org.stepcast.estimator.validation.RunPrediction;
import org.stepcast.estimator.validation.RunValidation;

/** Writes one line for each run: what was measured, what is predicted, and why a run is not supported. */
public final class RunsCsv {

    private static final List<String> COLUMNS = List.of(
            "id",
            "measured_seconds",
            "predicted_p10",
            "predicted_p50",
            "predicted_p90",
            "error_fraction",
            "status",
            "reason",
            "source_group",
            "memory_basis",
            "measured_peak_bytes",
            "predicted_peak_bytes",
            "out_of_memory_probability");

    private RunsCsv() {}

    public static void write(Path file, RunValidation validation) {
        CsvTable.write(
                file, COLUMNS, validation.rows().stream().map(RunsCsv::line).toList());
    }

    private static List<String> line(RunPrediction row) {
        Optional<Interval> predicted = row.predicted();
        Optional<MemoryComparison> memory = row.memory();
        return List.of(
                row.id(),
                number(row.measuredSeconds()),
                number(predicted.map(Interval::p10)),
                number(predicted.map(Interval::p50)),
                number(predicted.map(Interval::p90)),
                number(row.errorFraction()),
                row.status().name(),
                row.reason(),
                row.sourceGroup(),
                memory.map(peak -> peak.basis().label()).orElse(""),
                number(memory.map(MemoryComparison::measuredBytes).orElse(OptionalDouble.empty())),
                number(memory.map(MemoryComparison::predictedBytes)),
                number(memory.map(MemoryComparison::outOfMemoryFraction)));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : "";
    }

    private static String number(Optional<Double> value) {
        return value.map(RunsCsv::text).orElse("");
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
