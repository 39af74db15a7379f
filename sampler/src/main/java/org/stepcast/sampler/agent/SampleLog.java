package org.stepcast.sampler.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stepcast.core.dataset.DatasetWriter;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.dataset.Sidecar.Failure;
import org.stepcast.core.error.BadInputException;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.grid.Part;

/**
 * The files of one operator or collective: {@code NAME.csv} with the samples, {@code NAME.details.tsv} with what else is known of
 * each, and {@code NAME.failures.tsv} with what could not be sampled. Each row is on the device before the next is begun; opening them again goes on after the last whole row.
 */
public final class SampleLog implements AutoCloseable {

    private static final String SEPARATOR = "\t";

    private final Path samplesFile;
    private final SampleFormat format;
    private final DatasetWriter samples;
    private final Path failuresFile;
    private Optional<DatasetWriter> failures;
    private Optional<DatasetWriter> details = Optional.empty();
    private final Map<List<String>, Double> measured = new HashMap<>();
    private final List<Failure> failed = new ArrayList<>();
    private final Set<String> failedShapes = new HashSet<>();

    private SampleLog(Path samplesFile, SampleFormat format) {
        this.samplesFile = samplesFile;
        this.format = format;
        this.failuresFile = sibling(".failures.tsv");
        this.samples = DatasetWriter.open(samplesFile, format.columns());
        this.failures = Files.exists(failuresFile) ? Optional.of(openFailures()) : Optional.empty();
        int shapeCells = format.shapeColumns().size();
        rows(samplesFile, ",")
                .forEach(row -> measured.put(row.subList(0, shapeCells), Double.parseDouble(row.get(shapeCells))));
        if (failures.isPresent()) {
            rows(failuresFile, SEPARATOR).forEach(row -> note(new Failure(row.getFirst(), row.getLast())));
        }
    }

    /**
     * Opens or creates the files in {@code folder}.
     *
     * @param stem the start of their names: device, operator, precision, and what else tells them apart
     * @throws BadInputException if they cannot be written, or another process writes them
     */
    public static SampleLog open(Path folder, String stem, SampleFormat format) {
        try {
            Files.createDirectories(folder);
        } catch (IOException unwritable) {
            throw new BadInputException(
                    folder + ": cannot be made: " + unwritable.getMessage() + ".\n  Name another folder with --out.");
        }
        return new SampleLog(folder.resolve(stem + ".csv"), format);
    }

    /** The end of a file name that tells a part: published agents use {@code _<parts>_<part>}. */
    public static String partSuffix(Part part) {
        return part.isWhole() ? "" : "_" + part.partCount() + "_" + part.value();
    }

    /** Whether the shape needs no further work. */
    public boolean isDone(GridShape shape) {
        return measured.containsKey(shape.cells()) || failedShapes.contains(shape.text());
    }

    /** The first time of a shape that was measured. */
    public Optional<Double> micros(GridShape shape) {
        return Optional.ofNullable(measured.get(shape.cells()));
    }

    /**
     * Adds a sample.
     *
     * @param micros a time for each time column
     * @param known more about it by name, the same names for every shape; may be empty
     */
    public void append(GridShape shape, List<Double> micros, SortedMap<String, String> known) {
        if (!known.isEmpty()) { // before the sample: none is without, and of a shape that is sampled again the last
            // counts
            DatasetWriter writer = details.orElseGet(() -> openDetails(known.keySet()));
            details = Optional.of(writer);
            writer.append(List.of(line(shape.cells(), known.values())));
        }
        samples.append(Stream.concat(shape.cells().stream(), micros.stream().map(String::valueOf))
                .toList());
        measured.put(shape.cells(), micros.getFirst());
    }

    /** Adds a shape that could not be sampled. */
    public void fail(GridShape shape, String reason) {
        String line = reason.replaceAll("\\s+", " ");
        DatasetWriter writer = failures.orElseGet(this::openFailures);
        failures = Optional.of(writer);
        writer.append(List.of(shape.text() + SEPARATOR + line));
        note(new Failure(shape.text(), line));
    }

    /** The file beside the samples that describes them. */
    public Path sidecar() {
        return sibling(".yml");
    }

    public SampleFormat format() {
        return format;
    }

    public int measuredCount() {
        return measured.size();
    }

    public List<Failure> failed() {
        return List.copyOf(failed);
    }

    @Override
    public void close() {
        samples.close();
        failures.ifPresent(DatasetWriter::close);
        details.ifPresent(DatasetWriter::close);
    }

    private DatasetWriter openFailures() {
        return DatasetWriter.open(failuresFile, List.of("shape" + SEPARATOR + "reason"));
    }

    private DatasetWriter openDetails(Collection<String> names) {
        return DatasetWriter.open(sibling(".details.tsv"), List.of(line(format.shapeColumns(), names)));
    }

    private static String line(List<String> cells, Collection<String> more) {
        return Stream.concat(cells.stream(), more.stream()).collect(Collectors.joining(SEPARATOR));
    }

    private void note(Failure failure) {
        failed.add(failure);
        failedShapes.add(failure.shape());
    }

    private Path sibling(String ending) {
        String name = samplesFile.getFileName().toString();
        return samplesFile.resolveSibling(name.substring(0, name.length() - ".csv".length()) + ending);
    }

    private static List<List<String>> rows(Path file, String separator) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).map(line -> List.of(line.split(separator))).toList();
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }
}
