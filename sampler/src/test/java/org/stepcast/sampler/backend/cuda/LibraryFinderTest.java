package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.NotCoveredException;

final class LibraryFinderTest {

    @TempDir
    private Path folder;

    @Test
    void wheelsAreFoundBesideThePythonOfThePath() throws IOException {
        touch("env/bin/python3");
        Path library = touch("env/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13");

        LibraryFinder finder = LibraryFinder.of(Map.of("PATH", folder + "/env/bin"));

        assertThat(finder.find(CudaLibrary.NVRTC)).contains(library);
    }

    @Test
    void condaAndCudaHomeAreLookedAt() throws IOException {
        Path nccl = touch("conda/lib/libnccl.so.2");
        Path cublas = touch("cuda/lib64/libcublasLt.so.12");
        Map<String, String> environment =
                Map.of("PATH", "", "CONDA_PREFIX", folder + "/conda", "CUDA_HOME", folder + "/cuda");

        LibraryFinder finder = LibraryFinder.of(environment);

        assertThat(finder.find(CudaLibrary.NCCL)).contains(nccl);
        assertThat(finder.find(CudaLibrary.CUBLAS_LT)).contains(cublas);
    }

    @Test
    void theNewerVersionComesFirstWhereverItLies() throws IOException {
        touch("a/libnvrtc.so.12");
        Path newer = touch("b/libnvrtc.so.13");

        LibraryFinder finder =
                LibraryFinder.of(Map.of("PATH", "", "STEPCAST_LIBRARY_PATH", folder + "/a:" + folder + "/b"));

        assertThat(finder.find(CudaLibrary.NVRTC)).contains(newer);
    }

    @Test
    void anOldDriverGetsWhatItCanRun() throws IOException {
        touch("libnvrtc.so.13");
        Path older = touch("libnvrtc.so.12");
        Path cudnn = touch("libcudnn.so.9");

        LibraryFinder finder = LibraryFinder.of(Map.of("PATH", "", "STEPCAST_LIBRARY_PATH", folder.toString()))
                .upTo(12);

        assertThat(finder.find(CudaLibrary.NVRTC)).contains(older);
        assertThat(finder.find(CudaLibrary.CUDNN)).contains(cudnn);
    }

    @Test
    void aBrokenDriverIsNamedInOneSentence() throws IOException {
        Path broken = touch("libcuda.so.1");
        LibraryFinder finder = LibraryFinder.of(Map.of("PATH", "", "STEPCAST_LIBRARY_PATH", folder.toString()));

        assertThatThrownBy(() -> finder.open(CudaLibrary.DRIVER))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("the NVIDIA driver (" + broken + ") cannot be opened");
    }

    private Path touch(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }
}
