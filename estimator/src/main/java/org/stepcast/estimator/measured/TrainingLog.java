package org.stepcast.estimator.measured;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stepcast.core.error.BadInputException;

/**
 * The steps that a log tells of.
 *
 * @param file its name, without folders
 * @param steps in the order of the file
 * @param peak the largest that it tells
 * @param date of the run: the first that a line has, else of the file
 */
record TrainingLog(String file, LogFormat format, List<LogStep> steps, Optional<PeakMemory> peak, String date) {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;]*m");
    private static final Pattern DATE = Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d\\b");

    TrainingLog {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a log in the format that most of its lines have.
     *
     * @throws BadInputException if it cannot be read, or no line of it tells a step's time
     */
    static TrainingLog read(Path file) {
        List<Reading> readings = Stream.of(LogFormat.values()).map(Reading::new).toList();
        String date = read(file, readings);
        Reading best = readings.stream()
                .filter(reading -> !reading.steps.isEmpty())
                .max(Comparator.comparingInt(reading -> reading.steps.size()))
                .orElseThrow(
                        () -> new BadInputException(
                                file + ": no line tells the time of a step. Lines like these do:\n"
                                        + Stream.of(LogFormat.values())
                                                .map(format -> "  " + format.label() + ": " + format.example())
                                                .collect(Collectors.joining("\n"))
                                        + "\nMaybe it is the log of a rank that does not print them, or give the time by --measured."));
        return new TrainingLog(String.valueOf(file.getFileName()), best.format, best.steps, best.peak(), date);
    }

    private static String read(Path file, List<Reading> readings) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
            String date = "";
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String plain = COLOUR.matcher(line).replaceAll("");
                for (Reading reading : readings) {
                    reading.add(number, plain);
                }
                Matcher matcher = DATE.matcher(plain);
                date = date.isEmpty() && matcher.find() ? matcher.group() : date;
            }
            return date.isEmpty() ? Files.getLastModifiedTime(file).toString().substring(0, 10) : date;
        } catch (IOException e) {
            String why = Files.isDirectory(file)
                    ? "it is a folder"
                    : Files.exists(file) ? "it cannot be read" : "no such file";
            throw new BadInputException(file + ": " + why + ".");
        }
    }

    /** The lines of one format. */
    private static final class Reading {

        private final LogFormat format;
        private final List<LogStep> steps = new ArrayList<>();
        private long stepCount;
        private double largestPeak;

        Reading(LogFormat format) {
            this.format = format;
        }

        void add(int number, String line) {
            format.step(line).ifPresent(step -> stepCount = (long) step);
            format.peak(line).ifPresent(peak -> largestPeak = Math.max(largestPeak, peak));
            format.pace(line).ifPresent(pace -> {
                if (pace > 0) {
                    steps.add(new LogStep(number, stepCount, pace, format.batch(line)));
                }
            });
        }

        Optional<PeakMemory> peak() {
            return largestPeak > 0 ? Optional.of(format.peakKind().of(largestPeak)) : Optional.empty();
        }
    }
}
