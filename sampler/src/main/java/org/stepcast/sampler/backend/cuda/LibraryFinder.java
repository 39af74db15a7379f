package org.stepcast.sampler.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.stepcast.core.error.NotCoveredException;

/**
 * Where the libraries of NVIDIA lie: the folders of {@code STEPCAST_LIBRARY_PATH} and {@code LD_LIBRARY_PATH}, CUDA's own,
 * conda's, those of pip's wheels beside each Python of the {@code PATH}, then the system's.
 */
public final class LibraryFinder {

    private static final List<String> SYSTEM_FOLDERS = List.of(
            "/usr/local/cuda*/lib64",
            "/usr/local/cuda*/targets/x86_64-linux/lib",
            "/opt/cuda/lib64",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/nvidia/lib64",
            "/usr/local/nvidia/lib",
            "/usr/lib/wsl/lib",
            "/run/nvidia/driver/usr/lib/x86_64-linux-gnu",
            "/usr/local/lib");

    /** Where Python keeps packages, below the folder of its installation. */
    private static final List<String> PACKAGE_FOLDERS =
            List.of("lib/python3*/site-packages", "lib/python3*/dist-packages", "lib/python3/dist-packages");

    private final Set<Path> folders;
    private final int newestMajor;

    private LibraryFinder(Set<Path> folders, int newestMajor) {
        this.folders = folders;
        this.newestMajor = newestMajor;
    }

    /** The folders that {@code environment} and the machine name. */
    public static LibraryFinder of(Map<String, String> environment) {
        Set<Path> folders = new LinkedHashSet<>();
        addPaths(folders, environment.getOrDefault("STEPCAST_LIBRARY_PATH", ""));
        addPaths(folders, environment.getOrDefault("LD_LIBRARY_PATH", ""));
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            Optional.ofNullable(environment.get(variable)).ifPresent(home -> add(folders, home + "/lib64"));
        }
        Optional.ofNullable(environment.get("CONDA_PREFIX")).ifPresent(home -> {
            add(folders, home + "/lib");
            addWheels(folders, home);
        });
        Optional.ofNullable(environment.get("VIRTUAL_ENV")).ifPresent(home -> addWheels(folders, home));
        for (String entry : environment.getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            addPython(folders, Path.of(entry).resolve("python3"));
        }
        Optional.ofNullable(environment.get("HOME")).ifPresent(home -> addWheels(folders, home + "/.local"));
        SYSTEM_FOLDERS.forEach(folder -> add(folders, folder));
        return new LibraryFinder(folders, Integer.MAX_VALUE);
    }

    /** Only libraries that a driver for CUDA of version {@code major} can run. */
    public LibraryFinder upTo(int major) {
        return new LibraryFinder(folders, major);
    }

    /** The file of {@code library}, where there is one. */
    public Optional<Path> find(CudaLibrary library) {
        return library.fileNames(newestMajor).stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * Opens {@code library}.
     *
     * @throws NotCoveredException if it is missing or broken
     */
    public NativeLibrary open(CudaLibrary library) {
        Path file = find(library).orElseThrow(() -> new NotCoveredException(missing(library)));
        try {
            parts(library, file).forEach(NativeLibrary::open);
            return NativeLibrary.open(file);
        } catch (IllegalArgumentException broken) {
            throw new NotCoveredException(library.title() + " (" + file + ") cannot be opened: " + broken.getMessage()
                    + ".\n  " + library.hint());
        }
    }

    /** Once opened by its path, a part is found by its name too. */
    private static List<Path> parts(CudaLibrary library, Path file) {
        return library.partPrefix()
                .map(prefix -> entries(file.resolveSibling(""), prefix + "*", Files::isRegularFile))
                .orElse(List.of());
    }

    private String missing(CudaLibrary library) {
        String names = String.join(" or ", library.fileNames(newestMajor));
        String message = library == CudaLibrary.DRIVER
                ? "No NVIDIA GPU can be used here: " + names + ", " + library.title() + ", was not found."
                : library.title() + " (" + names + ") was not found.";
        return message + "\n  " + library.hint() + " STEPCAST_LIBRARY_PATH names further folders.";
    }

    private static void addPaths(Set<Path> folders, String paths) {
        for (String path : paths.split(":", -1)) {
            if (!path.isEmpty()) {
                folders.add(Path.of(path));
            }
        }
    }

    /** The packages of a Python: beside its own name, and beside the file that it is a link to. */
    private static void addPython(Set<Path> folders, Path python) {
        if (!Files.exists(python)) {
            return;
        }
        try {
            for (Path program : List.of(python.toAbsolutePath(), python.toRealPath())) {
                Path home = program.resolve("../..").normalize();
                addWheels(folders, home.toString());
                addWheels(folders, home.resolve("local").toString());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Wheels keep libraries in {@code nvidia/<part>/lib}. */
    private static void addWheels(Set<Path> folders, String home) {
        for (String packages : PACKAGE_FOLDERS) {
            add(folders, home + "/" + packages + "/nvidia/*/lib");
        }
    }

    /** The folders that a pattern of stars names, in order; a newer version, which sorts later, comes first. */
    private static void add(Set<Path> folders, String pattern) {
        List<Path> found = List.of(Path.of("/"));
        for (Path part : Path.of(pattern)) {
            List<Path> next = new ArrayList<>();
            found.forEach(folder -> next.addAll(inside(folder, part.toString())));
            found = next;
        }
        folders.addAll(found);
    }

    private static List<Path> inside(Path folder, String name) {
        if (!name.contains("*")) {
            Path path = folder.resolve(name);
            return Files.isDirectory(path) ? List.of(path) : List.of();
        }
        return Files.isDirectory(folder) ? entries(folder, name, Files::isDirectory) : List.of();
    }

    private static List<Path> entries(Path folder, String pattern, Predicate<Path> wanted) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> matcher.matches(entry.getFileName()) && wanted.test(entry))
                    .sorted()
                    .toList()
                    .reversed();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
