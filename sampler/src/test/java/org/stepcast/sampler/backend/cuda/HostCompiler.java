package org.stepcast.sampler.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compiles kernels and fake libraries for the processor with g++; what was compiled before is kept in the build folder. */
final class HostCompiler implements KernelCompiler {

    private static final Path FOLDER = Path.of("target", "host-kernels").toAbsolutePath();
    private static final Pattern KERNEL = Pattern.compile("extern \"C\"\\s+void\\s+(\\w+)\\s*\\(");

    /** Whether there is a compiler. */
    static boolean isThere() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
    }

    /** The image is the path of a shared library, as the fake driver wants it. */
    @Override
    public byte[] compile(String name, String source, List<String> definitions) {
        List<String> options = new ArrayList<>(List.of("-O1"));
        definitions.forEach(definition -> options.add("-D" + definition));
        String whole = resource("host_kernel.hpp") + source;
        String callable = KERNEL.matcher(preprocessed(whole, options))
                .results()
                .map(match -> "CALLABLE(" + match.group(1) + ")\n")
                .collect(Collectors.joining());
        return library(whole + callable, options).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The shared library of a C++ source. */
    static Path library(String source, List<String> options) {
        Path library = FOLDER.resolve(hash(source + options) + ".so");
        if (!Files.exists(library)) {
            List<String> command = command(options, "-fPIC", "-shared", "-o", library + ".part");
            gcc(command, source);
            try {
                Files.move(Path.of(library + ".part"), library);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return library;
    }

    static String resource(String name) {
        try (InputStream stream = HostCompiler.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String preprocessed(String source, List<String> options) {
        return gcc(command(options, "-E", "-P"), source);
    }

    private static List<String> command(List<String> options, String... more) {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-w"));
        command.addAll(options);
        command.addAll(List.of(more));
        command.addAll(List.of("-x", "c++"));
        return command;
    }

    private static String gcc(List<String> command, String source) {
        try {
            Files.createDirectories(FOLDER);
            Path file = Files.createTempFile(FOLDER, "source", ".cpp");
            Files.writeString(file, source);
            List<String> whole = new ArrayList<>(command);
            whole.add(file.toString());
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(output);
            }
            Files.delete(file);
            return output;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%064x", new BigInteger(1, digest)).substring(0, 20);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
