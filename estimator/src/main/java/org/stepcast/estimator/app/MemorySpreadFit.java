package org.stepcast.estimator.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stepcast.core.error.UserException;
import org.stepcast.estimator.validation.PeakSpread;
import org.stepcast.estimator.validation.RunPrediction;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** Takes tables of runs with measured peaks, and writes how far predicted peaks lie from them into the data file. */
public final class MemorySpreadFit {

    private MemorySpreadFit() {}

    /**
     * Fits.
     *
     * @param arguments the project's folder, the data file to write, and tables of runs
     */
    public static void main(String[] arguments) throws IOException {
        try {
            List<Path> tables = Arrays.stream(arguments).skip(2).map(Path::of).toList();
            Files.writeString(Path.of(arguments[1]), fitted(Forecaster.in(Path.of(arguments[0])), tables));
        } catch (UserException wrongInput) {
            System.err.println(wrongInput.getMessage());
            System.exit(2);
        }
    }

    static String fitted(Forecaster forecaster, List<Path> tables) {
        List<RunPrediction> rows = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (Path table : tables) {
            List<RunPrediction> runs = RunValidator.read(table, forecaster.clusters(), forecaster::times)
                    .validate(Constants.SHIPPED)
                    .rows();
            long peaks = runs.stream()
                    .flatMap(run -> run.memory().stream())
                    .filter(memory -> memory.measuredBytes().isPresent())
                    .count();
            sources.add(peaks + " peaks of " + table.getFileName());
            rows.addAll(runs);
        }
        List<PeakSpread> spreads = PeakSpread.of(rows);
        double unmeasured = PeakSpread.unmeasuredFraction(spreads);
        StringBuilder text = new StringBuilder("""
                # Standard deviations of ln(predicted / measured peak). Written by scripts/fit-memory-spreads; docs/memory.md says how.
                # unseen_error_percent: the error of what would have been assumed had the framework's peaks never been measured. Their root
                # mean square is the spread of every other framework, and counts as one more peak where peaks were measured.
                """);
        line(text, "source: %s", String.join(", ", sources));
        line(text, "unmeasured: %.4f", unmeasured);
        line(text, "measured:");
        for (PeakSpread spread : spreads) {
            line(
                    text,
                    "  - {profile: %s, counts: %s, rows: %d, peaks: %d, error_percent: %.2f, unseen_error_percent: %.2f, spread: %.4f}",
                    spread.profile(),
                    spread.basis().label(),
                    spread.rowCount(),
                    spread.peakCount(),
                    100 * spread.errorFraction(),
                    100 * spread.unseenErrorFraction(),
                    spread.spreadFraction(unmeasured));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
