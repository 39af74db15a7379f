package org.stepcast.sampler.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A machine whose driver, NVML, cuBLASLt and NCCL are fakes on the processor; everything above them is what runs on a GPU. */
public final class FakeGpu {

    private FakeGpu() {}

    /** Whether there is a compiler. */
    public static boolean canBeMade() {
        return HostCompiler.isThere();
    }

    public static LibraryFinder libraries() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "fake-gpu")), "libraries")
                    .toAbsolutePath();
            link(folder, "libcuda.so.1", "fake_driver.cpp", "-O1");
            link(folder, "libcublasLt.so.13", "fake_cublas_lt.cpp", "-Ofast");
            link(folder, "libnvidia-ml.so.1", "fake_nvml.cpp", "-O1");
            link(folder, "libnccl.so.2", "/org/stepcast/sampler/backend/nccl/fake_nccl.cpp", "-O1");
            return LibraryFinder.of(Map.of("STEPCAST_LIBRARY_PATH", folder.toString(), "PATH", ""));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static CudaKernelBackend open() {
        LibraryFinder finder = libraries();
        CudaDriver driver = CudaDriver.open(finder.open(CudaLibrary.DRIVER), 0);
        return CudaKernelBackend.of(driver, new HostCompiler(), new OptionalLibraries(finder), Map.of());
    }

    private static void link(Path folder, String name, String source, String option) throws IOException {
        Path library = HostCompiler.library(HostCompiler.resource(source), List.of(option));
        Files.createSymbolicLink(folder.resolve(name), library);
    }
}
