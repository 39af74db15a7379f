package org.stepcast.sampler.backend.cuda;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.sampler.backend.Refusal;

/** Libraries without which a part of the operators can still be sampled. */
final class OptionalLibraries {

    private final LibraryFinder finder;
    private final Map<CudaLibrary, NativeLibrary> opened = new EnumMap<>(CudaLibrary.class);
    private Optional<CublasLt> products = Optional.empty();

    OptionalLibraries(LibraryFinder finder) {
        this.finder = finder;
    }

    /** Opens {@code library}, or says why not. */
    NativeLibrary open(CudaLibrary library) throws Refusal {
        try {
            return opened.computeIfAbsent(library, finder::open);
        } catch (NotCoveredException missing) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED,
                    String.valueOf(missing.getMessage()).replace("\n", ""));
        }
    }

    /** cuBLASLt, opened once. */
    CublasLt cublas(CudaDriver driver) throws Refusal {
        if (products.isEmpty()) {
            products = Optional.of(CublasLt.open(open(CudaLibrary.CUBLAS_LT), driver));
        }
        return products.get();
    }

    /** Where each was found: a file name holds the version as a rule. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (CudaLibrary library : CudaLibrary.values()) {
            finder.find(library)
                    .ifPresent(file ->
                            versions.put(library.name().toLowerCase(Locale.ROOT), version(library, file.toString())));
        }
        return versions;
    }

    private String version(CudaLibrary library, String file) {
        try {
            return switch (library) {
                case CUBLAS_LT -> versionNumber(open(library), "cublasLtGetVersion");
                case CUDNN -> versionNumber(open(library), "cudnnGetVersion");
                case DRIVER, NVML, NVRTC, NCCL -> file;
            };
        } catch (Refusal broken) {
            return String.valueOf(broken.getMessage());
        }
    }

    private static String versionNumber(NativeLibrary library, String function) {
        return Integer.toString(library.call(function));
    }

    /** Tells the state of the device, where its driver's management library is there. */
    Optional<DeviceMonitor> monitor(CudaDriver driver) {
        try {
            return Optional.of(DeviceMonitor.open(open(CudaLibrary.NVML), driver.busId()));
        } catch (Refusal unknown) {
            return Optional.empty();
        }
    }
}
