package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.Refusal;

/** The verification that a GPU runs before it is timed, on a fake one: our kernels and our use of cuBLASLt are right. */
@TestInstance(Lifecycle.PER_CLASS)
final class KernelCorrectnessTest {

    private CudaKernelBackend backend;

    @BeforeAll
    void open() {
        assumeTrue(HostCompiler.isThere(), "g++ is needed to run kernels on the processor");
        backend = FakeGpu.open();
    }

    @AfterAll
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    static Stream<KernelTask> tasks() {
        return VerificationTasks.all().stream().filter(task -> !task.name().startsWith("flash"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void resultsAreThoseOfTheReference(KernelTask task) throws Refusal {
        List<Verification.Finding> findings = backend.verification().check(task);

        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.isRight())
                        .as("%s %s: error %g", task.text(), finding.result(), finding.errorFraction())
                        .isTrue());
    }
}
