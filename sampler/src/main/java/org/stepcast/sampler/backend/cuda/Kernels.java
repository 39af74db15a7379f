package org.stepcast.sampler.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Our own kernels: one source file for each family, compiled for the device when first used. */
final class Kernels {

    /** The source files, without their ending. */
    static final List<String> FAMILIES = List.of(
            "normalization",
            "unfused_norm",
            "activation",
            "elementwise",
            "softmax",
            "embedding",
            "cross_entropy",
            "adam");

    private final CudaDriver driver;
    private final KernelCompiler compiler;
    private final Map<String, Long> modules = new HashMap<>();
    private final Map<String, Long> functions = new HashMap<>();

    Kernels(CudaDriver driver, KernelCompiler compiler) {
        this.driver = driver;
        this.compiler = compiler;
    }

    /** The kernel {@code function} of {@code family} on elements of {@code type}. */
    long function(String family, ElementType type, String function) {
        String module = family + "." + type;
        return functions.computeIfAbsent(
                module + "." + function, key -> driver.function(module(module, family, type), function));
    }

    private long module(String module, String family, ElementType type) {
        return modules.computeIfAbsent(module, key -> driver.loadModule(compile(compiler, family, type)));
    }

    /** The machine code of one family. */
    static byte[] compile(KernelCompiler compiler, String family, ElementType type) {
        String source = resource("element.cuh") + resource(family + ".cu");
        return compiler.compile(
                family + ".cu", source, List.of("ELEMENT=" + type.name().toLowerCase(Locale.ROOT)));
    }

    private static String resource(String name) {
        try (InputStream stream = Kernels.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
