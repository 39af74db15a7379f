package org.stepcast.estimator.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds what a configuration names by a path: absolute, else relative to the folder of the file, to the parent of that
 * folder, to the working directory; the first that exists.
 */
final class FolderSearch {

    private final List<Path> bases;

    FolderSearch(Path file, Path workingDirectory) {
        Path absolute = workingDirectory.resolve(file).toAbsolutePath().normalize();
        Set<Path> found = new LinkedHashSet<>();
        for (Path base = absolute.getParent(); base != null && found.size() < 2; base = base.getParent()) {
            found.add(base);
        }
        found.add(workingDirectory.toAbsolutePath().normalize());
        this.bases = List.copyOf(found);
    }

    /** Whether {@code text} looks like a path rather than a name. */
    static boolean isPath(String text) {
        return text.contains("/") || text.contains("\\") || text.matches(".*\\.(json|ya?ml)");
    }

    Optional<Path> folder(String text) {
        return find(text, Files::isDirectory);
    }

    Optional<Path> file(String text) {
        return find(text, Files::isRegularFile);
    }

    /** Where a relative path is looked for, for messages. */
    String basesText() {
        return String.join(", ", bases.stream().map(Path::toString).toList());
    }

    private Optional<Path> find(String text, Predicate<Path> wanted) {
        try {
            return bases.stream()
                    .map(base -> base.resolve(text).normalize())
                    .filter(wanted)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
