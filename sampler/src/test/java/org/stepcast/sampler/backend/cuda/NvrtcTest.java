package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NvrtcTest {

    /** CUDA 13 no longer makes code for sm_70: only the compiler of CUDA 12 is asked for it. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_70", "sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100"})
    void everyKernelCompilesForEveryArchitecture(String architecture) {
        LibraryFinder finder = LibraryFinder.of(System.getenv());
        assumeTrue(
                finder.find(CudaLibrary.NVRTC).isPresent(),
                "NVRTC is needed: scripts/test-cuda-libraries fetches it and runs this test");
        NativeLibrary library = finder.open(CudaLibrary.NVRTC);
        assumeTrue(
                !(architecture.equals("sm_70") && Nvrtc.version(library).startsWith("13")),
                "NVRTC 13 makes no code for sm_70");
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
}
