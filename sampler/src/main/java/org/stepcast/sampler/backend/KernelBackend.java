package org.stepcast.sampler.backend;

import java.util.Map;
import org.stepcast.core.operator.Precision;

/** Runs compute operators on one device. Not thread-safe. */
public interface KernelBackend extends AutoCloseable {

    /** The name that the command line uses: {@code djl}. */
    String name();

    /** The device that the operators run on. */
    DeviceFacts device();

    /**
     * Figures of the device that take a moment to measure, for the sidecar: name and value.
     *
     * @throws Refusal if they cannot be measured
     */
    default Map<String, String> measuredFacts() throws Refusal {
        return Map.of();
    }

    /**
     * Checks that operators run in {@code precision} at all.
     *
     * @throws Refusal if none does
     */
    void requireSupported(Precision precision) throws Refusal;

    /**
     * Allocates the operands of one shape, filled with random numbers.
     *
     * @throws Refusal if the shape cannot run here: the reason goes to the list of failures
     */
    PreparedKernel prepare(KernelTask task) throws Refusal;

    @Override
    void close();
}
