package org.stepcast.estimator.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.error.UserException;
import org.stepcast.estimator.report.AccuracyPage;
import org.stepcast.estimator.report.ScatterSvg;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** Fits the constants of the step model to a table of runs, and writes the page that tells how accurate they are. */
public final class StepConstants {

    private static final Pattern FITTED = Pattern.compile("(- \\{name: ([^,]+),.* fitted: )([^,]+)(,.*)");
    private static final String INTERVAL = "interval_factor: ";
    private static final String PICTURE = "accuracy.svg";

    private final RunValidator runs;

    private StepConstants(RunValidator runs) {
        this.runs = runs;
    }

    /**
     * Fits, or writes the page.
     *
     * @param arguments the project's folder, a table of runs, and either {@code fit} and the file of constants, or
     *     {@code page}, the folder of documents and a table of runs that nothing was fitted to
     */
    public static void main(String[] arguments) throws IOException {
        try {
            Forecaster forecaster = Forecaster.in(Path.of(arguments[0]));
            StepConstants constants = new StepConstants(runs(forecaster, arguments[1]));
            if (arguments[2].equals("fit")) {
                constants.fit(Path.of(arguments[3]));
            } else {
                constants.page(Path.of(arguments[3]), runs(forecaster, arguments[4]));
            }
        } catch (UserException wrongInput) {
            System.err.println(wrongInput.getMessage());
            System.exit(2);
        }
    }

    private static RunValidator runs(Forecaster forecaster, String file) {
        return RunValidator.read(Path.of(file), forecaster.clusters(), forecaster::times);
    }

    /** Replaces the fitted values; everything else of the file stays as it is. */
    private void fit(Path file) throws IOException {
        Map<String, Double> values = runs.fittedConstants();
        double interval = runs.fittedIntervalFactor();
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            Matcher constant = FITTED.matcher(line.strip());
            if (constant.matches()) {
                double value = values.getOrDefault(constant.group(2), 1.0);
                text.append("  ")
                        .append(constant.group(1))
                        .append(number(value))
                        .append(constant.group(4));
            } else if (line.startsWith(INTERVAL)) {
                text.append(INTERVAL).append(number(interval));
            } else {
                text.append(line);
            }
            text.append('\n');
        }
        Files.writeString(file, text);
    }

    private void page(Path folder, RunValidator unfitted) throws IOException {
        var shipped = runs.validate(Constants.SHIPPED);
        var leftOut = runs.validate(Constants.SOURCE_LEFT_OUT);
        Files.writeString(
                folder.resolve("accuracy.md"),
                AccuracyPage.of(shipped, leftOut, unfitted.validate(Constants.SHIPPED), PICTURE));
        Files.writeString(folder.resolve(PICTURE), ScatterSvg.of(leftOut));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", ".0");
    }
}
