package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.CudnnGraph.Data;

/** Where cuDNN is installed, it knows engines for our graphs on an H200 that is only described to it. */
final class AttentionGraphTest {

    @ParameterizedTest
    @CsvSource({
        "16, 16, 128, CAUSAL, BF16",
        "16,  4,  64, FULL,   FP16",
        "16,  1,  64, CAUSAL, BF16",
        " 8,  8, 256, CAUSAL, FP16",
    })
    void cudnnHasEnginesForwardAndBackward(long heads, long keyHeads, long headSize, AttentionMask mask, Data data)
            throws Refusal {
        Optional<Path> file = LibraryFinder.of(System.getenv()).find(CudaLibrary.CUDNN);
        assumeTrue(file.isPresent(), "cuDNN is needed: scripts/test-cuda-libraries fetches it and runs this test");
        NativeLibrary library = NativeLibrary.open(file.get());
        Attention shape = new Attention(2, 2048, heads, keyHeads, headSize, mask);
        String h200 = HostCompiler.resource("h200.json");

        try (CudnnDescriptors descriptors = new CudnnDescriptors(library)) {
            CudnnGraph forward = new CudnnGraph(descriptors, 0);
            new AttentionGraph(forward, shape, data).addForward();
            CudnnGraph backward = new CudnnGraph(descriptors, 0);
            new AttentionGraph(backward, shape, data).addBackward();

            assertThat(forward.engineCount(h200)).isPositive();
            assertThat(backward.engineCount(h200)).isPositive();
        }
    }
}
