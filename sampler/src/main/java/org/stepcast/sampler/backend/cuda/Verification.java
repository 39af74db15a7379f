package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.Refusal;

/** Runs an operator once on random numbers and compares all results with its reference. */
final class Verification {

    private final CudaDriver driver;
    private final Routines routines;

    Verification(CudaDriver driver, Routines routines) {
        this.driver = driver;
        this.routines = routines;
    }

    /**
     * One result of one operator.
     *
     * @param errorFraction norm of the difference, of the norm of the reference
     * @param allowedFraction what rounding in this precision explains
     */
    record Finding(KernelTask task, String result, double errorFraction, double allowedFraction) {

        /** A result that is no number is not right. */
        boolean isRight() {
            return errorFraction <= allowedFraction;
        }
    }

    List<Finding> check(KernelTask task) throws Refusal {
        try (Routine routine = routines.of(task)) {
            NamedArrays inputs = download(routine, Operand.Role::isRead);
            routine.enqueue();
            driver.synchronize();
            NamedArrays results = download(routine, Operand.Role::isWritten);
            NamedArrays expected = Reference.of(task, inputs);
            List<Finding> findings = new ArrayList<>();
            results.arrays()
                    .forEach((name, values) -> findings.add(
                            new Finding(task, name, error(values, expected.get(name)), allowed(task.precision()))));
            return findings;
        }
    }

    /** Which operands to read back. */
    @FunctionalInterface
    private interface Wanted {
        boolean test(Operand.Role role);
    }

    private NamedArrays download(Routine routine, Wanted wanted) {
        Map<String, double[]> values = new HashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            for (Operand operand : routine.operands()) {
                if (wanted.test(operand.role())) {
                    MemorySegment bytes = arena.allocate(operand.sizeBytes(), Long.BYTES);
                    driver.download(operand.address(), bytes);
                    values.put(operand.name(), operand.type().decode(bytes));
                }
            }
        }
        return new NamedArrays(values);
    }

    private static double error(double[] values, double[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            difference += (values[i] - expected[i]) * (values[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }

    /** A few roundings of the result's format one after another, as in-place passes make. */
    private static double allowed(Precision precision) {
        return switch (precision) {
            case FP32 -> 2e-5;
            case TF32 -> 2e-3;
            case FP16 -> 4e-3;
            case BF16, FP8 -> 3e-2;
        };
    }
}
