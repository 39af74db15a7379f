package org.stepcast.sampler.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.error.BadInputException;

/**
 * This program with a Java runtime of its own, as one archive for GPU nodes: {@code tar xzf FILE && stepcast-sampler/sampler}.
 * The libraries that sample on a processor stay behind: they are larger than everything else together.
 */
public final class Bundle {

    private static final String NAME = "stepcast-sampler";

    /** What the program uses of the JDK. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,jdk.httpserver,jdk.unsupported";

    /** Parts of file names of libraries that only a processor's samples need. */
    private static final List<String> LEFT_OUT =
            List.of("pytorch", "openblas", "javacpp", "djl", "api-0.", "jna-", "commons-compress", "gson");

    /** Works without anything in the environment. */
    private static final String SCRIPT = """
            #!/bin/sh
            # Runs the sampler with the Java runtime beside this file. x86-64 Linux with glibc 2.34 or newer.
            home=${0%/*}
            exec "$home/runtime/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dstepcast.home="$home" \\
                -cp "$home/classes:$home/lib/*" org.stepcast.sampler.app.Sampler "$@"
            """;

    private final List<Path> classPath;
    private final Path configs;

    /**
     * What goes in.
     *
     * @param classPath jars and folders of classes
     * @param configs folder of sampling configurations; may be absent
     */
    public Bundle(List<Path> classPath, Path configs) {
        this.classPath = List.copyOf(classPath);
        this.configs = configs;
    }

    /**
     * Writes the archive, and gives its size in bytes.
     *
     * @throws BadInputException if it cannot be written, or this Java has no jlink
     */
    public long write(Path archive) {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new BadInputException("The Java at " + System.getProperty("java.home")
                    + " has no jlink: a bundle needs one of a JDK.\n  Point JAVA_HOME at a JDK 25.");
        }
        Path target = archive.toAbsolutePath();
        try {
            Path work = Files.createTempDirectory(Files.createDirectories(folderOf(target)), ".bundle");
            try {
                fill(work.resolve(NAME), jlink);
                run(List.of("tar", "-C", work.toString(), "-czf", target.toString(), NAME));
            } finally {
                delete(work);
            }
            return Files.size(target);
        } catch (IOException unwritable) {
            throw new BadInputException("--out (" + archive + ") cannot be written: " + unwritable.getMessage() + ".");
        }
    }

    private void fill(Path home, Path jlink) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("classes"));
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                copy(entry, home.resolve("classes"));
            } else if (LEFT_OUT.stream().noneMatch(fileName(entry)::contains)) {
                Files.copy(entry, home.resolve("lib").resolve(fileName(entry)));
            }
        }
        if (Files.isDirectory(configs)) {
            copy(configs, home.resolve("configs"));
        }
        run(List.of(
                jlink.toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--output",
                home.resolve("runtime").toString()));
        Path script = Files.writeString(home.resolve("sampler"), SCRIPT);
        if (!script.toFile().setExecutable(true, false)) {
            throw new IOException(script + " cannot be made executable");
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed: " + output.strip());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("it names no file");
        }
        return folder;
    }

    private static String fileName(Path entry) {
        return entry.toAbsolutePath().getFileName().toString();
    }
}
