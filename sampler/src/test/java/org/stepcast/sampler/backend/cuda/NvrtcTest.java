package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.error.NotCoveredException;

final class NvrtcTest {

    /** CUDA 13 no longer makes code for sm_70, nor CUDA 12.6 yet for sm_100. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_70", "sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100"})
    void everyKernelCompilesForEveryArchitecture(String architecture) {
        NativeLibrary library = open();
        assumeTrue(
                Nvrtc.architectures(library).contains(architecture),
                "NVRTC " + Nvrtc.version(library) + " makes no code for " + architecture);
        Nvrtc compiler = new Nvrtc(library, architecture);

        for (String family : Kernels.FAMILIES) {
            for (ElementType type : List.of(ElementType.FP32, ElementType.FP16, ElementType.BF16)) {
                // A module is an ELF file.
                assertThat(Kernels.compile(compiler, family, type))
                        .as("%s %s", family, type)
                        .startsWith(0x7f, 'E', 'L', 'F');
            }
        }
    }

    @Test
    void aGpuThatTheCompilerDoesNotKnowIsRefused() {
        NativeLibrary library = open();

        Nvrtc.requireKnown(library, "sm_90");
        assertThatExceptionOfType(NotCoveredException.class)
                .isThrownBy(() -> Nvrtc.requireKnown(library, "sm_35"))
                .withMessageContaining("sm_35")
                .withMessageContaining("only for")
                .withMessageContaining("sm_90");
    }

    private static NativeLibrary open() {
        LibraryFinder finder = LibraryFinder.of(System.getenv());
        assumeTrue(
                finder.find(CudaLibrary.NVRTC).isPresent(),
                "NVRTC is needed: scripts/test-cuda-libraries fetches it and runs this test");
        return finder.open(CudaLibrary.NVRTC);
    }
}
