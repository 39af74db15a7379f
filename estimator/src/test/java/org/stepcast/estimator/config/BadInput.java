package org.stepcast.estimator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One wrong input and what its message must say.
 *
 * @param files to write below an empty folder: path and text; a path that ends with a slash is an empty folder
 * @param argument the path, relative to that folder, that the user gives
 * @param faultCount faults that the message lists, hints not counted
 * @param fragments what the message contains
 */
public record BadInput(
        String name,
        Subject subject,
        Map<String, String> files,
        String argument,
        int faultCount,
        List<String> fragments) {

    /** What the argument is. */
    public enum Subject {
        CONFIG,
        DATASET
    }

    public BadInput {
        files = Map.copyOf(files);
        fragments = List.copyOf(fragments);
    }

    /** A job file with one fault. */
    static BadInput job(String name, String text, String... fragments) {
        return new BadInput(name, Subject.CONFIG, Map.of("job.yml", text), "job.yml", 1, List.of(fragments));
    }

    /** The same input with another file beside it. */
    BadInput beside(String path, String text) {
        Map<String, String> more = new TreeMap<>(files);
        more.put(path, text);
        return new BadInput(name, subject, more, argument, faultCount, fragments);
    }

    BadInput withFaults(int count) {
        return new BadInput(name, subject, files, argument, count, fragments);
    }

    /** Writes the files and gives the path of the argument. */
    public Path write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (file.getKey().endsWith("/")) {
                Files.createDirectories(path);
            } else {
                Files.createDirectories(path.resolveSibling(""));
                Files.writeString(path, file.getValue());
            }
        }
        return folder.resolve(argument);
    }

    /** {@code text} with a part of it replaced, which must be there. */
    static String edit(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalArgumentException(from + " is not in the text");
        }
        return text.replace(from, to);
    }

    @Override
    public String toString() {
        return name;
    }
}
