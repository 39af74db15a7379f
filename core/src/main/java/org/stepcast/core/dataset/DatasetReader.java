package org.stepcast.core.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stepcast.core.error.BadInputException;

/** Reads every sample file below a folder. A broken file or row is listed in {@link Dataset#faults} and skipped. */
public final class DatasetReader {

    /** First columns of the files in which estimate-train-time keeps its choice of models; they hold no samples. */
    private static final String MODEL_SELECTION_HEADER = "GPU,Function,Precision";

    /**
     * Reads the folder, or the one file.
     *
     * @throws BadInputException if it does not exist, cannot be read or holds no sample file
     */
    public Dataset read(Path root) {
        List<SampleTable> tables = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        ContentHashes hashes = new ContentHashes();
        for (Path file : csvFiles(root)) {
            byte[] bytes = bytesOf(file);
            SampleFileName.parse(file).ifPresent(name -> hashes.add(name.clusterName(), file, bytes));
            readFile(file, new String(bytes, StandardCharsets.UTF_8), faults).forEach(table -> add(tables, table));
        }
        if (tables.isEmpty()) {
            throw new BadInputException(root + ": holds no usable sample file."
                    + "\n  Expected <GPU>_<operator>_<precision>.csv in folders operator and nccl,"
                    + " or gemm_bf16.csv and the like."
                    + faults.stream().limit(10).map(fault -> "\n  " + fault).reduce("", String::concat));
        }
        return new Dataset(tables, faults, hashes.hashes());
    }

    /** The hashes that {@link #read} would give, without reading the rows. */
    public Map<String, String> contentHashes(Path root) {
        ContentHashes hashes = new ContentHashes();
        for (Path file : csvFiles(root)) {
            SampleFileName.parse(file).ifPresent(name -> hashes.add(name.clusterName(), file, bytesOf(file)));
        }
        return hashes.hashes();
    }

    /** Parts of one table become one. */
    private static void add(List<SampleTable> tables, SampleTable added) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).goesOnIn(added)) {
                tables.set(i, tables.get(i).withSamples(both(tables.get(i).samples(), added.samples())));
                return;
            }
        }
        tables.add(added);
    }

    private static List<Sample> both(List<Sample> first, List<Sample> second) {
        List<Sample> samples = new ArrayList<>(first);
        samples.addAll(second);
        return samples;
    }

    private static List<SampleTable> readFile(Path file, String text, List<String> faults) {
        if (text.startsWith(MODEL_SELECTION_HEADER)) {
            return List.of();
        }
        Optional<SampleFileName> name = SampleFileName.parse(file);
        if (name.isEmpty()) {
            faults.add(file + ": is not named as a sample file (<GPU>_<operator>_<precision>.csv); skipped.");
            return List.of();
        }
        Optional<Layout> layout =
                Layout.of(name.get().operatorName(), name.get().precision());
        if (layout.isEmpty()) {
            faults.add(file + ": samples an unknown operator (" + name.get().operatorName() + "); skipped.");
            return List.of();
        }
        return new SampleFile(file.toString(), name.get(), layout.get(), faults).read(text);
    }

    private static List<Path> csvFiles(Path root) {
        if (!Files.exists(root)) {
            throw new BadInputException(root + ": no such file or folder.");
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".csv") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new BadInputException(root + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private static byte[] bytesOf(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }
}
