package org.stepcast.sampler.backend.cuda;

import java.util.List;
import java.util.Optional;

/** The libraries of NVIDIA that the backends use, newest name first. */
public enum CudaLibrary {
    DRIVER("the NVIDIA driver", "libcuda.so.1", "Install the NVIDIA driver, or run on a machine with a GPU."),
    NVML("the driver's management library", "libnvidia-ml.so.1", "It comes with the NVIDIA driver."),
    NVRTC(
            "CUDA's runtime compiler",
            "libnvrtc.so.13,libnvrtc.so.12",
            "Install CUDA 12 or 13, or pip install nvidia-cuda-nvrtc."),
    CUBLAS_LT(
            "cuBLASLt", "libcublasLt.so.13,libcublasLt.so.12", "Install CUDA 12 or 13, or pip install nvidia-cublas."),
    CUDNN("cuDNN", "libcudnn.so.9", "Install cuDNN 9, or pip install nvidia-cudnn-cu13."),
    NCCL("NCCL", "libnccl.so.2", "Install libnccl2, or pip install nvidia-nccl-cu13.");

    private final String title;
    private final String fileNames;
    private final String hint;

    CudaLibrary(String title, String fileNames, String hint) {
        this.title = title;
        this.fileNames = fileNames;
        this.hint = hint;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** File names to look for, the first found counts. */
    public List<String> fileNames() {
        return List.of(fileNames.split(",", -1));
    }

    /** Those of {@link #fileNames} that a driver for CUDA of version {@code major} can run. */
    List<String> fileNames(int major) {
        List<String> names = fileNames();
        // One name alone is of a library that counts its versions apart from CUDA's.
        return names.size() == 1
                ? names
                : names.stream().filter(name -> majorOf(name) <= major).toList();
    }

    private static int majorOf(String fileName) {
        return Integer.parseInt(fileName.substring(fileName.lastIndexOf('.') + 1));
    }

    /** Start of the names of files beside the library that it asks the system for by bare name, which it may not find. */
    Optional<String> partPrefix() {
        return this == NVRTC ? Optional.of("libnvrtc-builtins.so.") : Optional.empty();
    }

    /** How to get it. */
    public String hint() {
        return hint;
    }
}
