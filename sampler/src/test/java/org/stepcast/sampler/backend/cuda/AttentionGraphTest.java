package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.AttentionGraph.Gradients;
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
        assumeTrue(file.isPresent(), "cuDNN is needed: pip install nvidia-cudnn-cu13");
        NativeLibrary library = NativeLibrary.open(file.get());
        Attention shape = new Attention(2, 2048, heads, keyHeads, headSize, mask);
        String h200 = HostCompiler.resource("h200.json");

        try (Arena arena = Arena.ofConfined()) {
            CudnnGraph forward = new CudnnGraph(library, 0, arena);
            new AttentionGraph(forward, shape, data).addForward(16, 32, 48, 64, 80);
            CudnnGraph backward = new CudnnGraph(library, 0, arena);
            new AttentionGraph(backward, shape, data)
                    .addBackward(16, 32, 48, 64, 80, 96, new Gradients(112, 128, 144, 160, 176));

            assertThat(forward.candidateCount(h200)).isPositive();
            assertThat(backward.candidateCount(h200)).isPositive();
        }
    }
}
