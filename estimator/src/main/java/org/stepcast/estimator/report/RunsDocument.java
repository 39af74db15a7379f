package org.stepcast.estimator.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stepcast.estimator.validation.MemoryAccuracy;
import org.stepcast.estimator.validation.RunAccuracy;
import org.stepcast.estimator.validation.RunValidation;

/**
 * The JSON of {@code stepcast validate runs}; names of components are its keys, errors are fractions.
 *
 * @param notCounted rows of quality C
 */
public record RunsDocument(
        int rows,
        int supported,
        int compared,
        double mape,
        double medianApe,
        double bias,
        double within10Percent,
        double intervalCoverage,
        double sourceWeightedMape,
        Memory memory,
        boolean leaveOneGroupOut,
        @JsonProperty("source_group") Map<String, Group> sourceGroups,
        Group notCounted) {

    /**
     * Peak memory.
     *
     * @param rows that tell their peak
     * @param estimated rows whose peak was predicted, told or not
     * @param calledOutOfMemory of these, rows that would not fit by our prediction although they ran
     */
    public record Memory(
            int rows,
            double mape,
            Map<String, Basis> byBasis,
            int estimated,
            int calledOutOfMemory,
            double largestOutOfMemoryProbability) {

        /** Rows that count the same: tensors, what the allocator took, or what the device shows. */
        public record Basis(int rows, double mape) {}

        static Memory of(MemoryAccuracy accuracy) {
            Map<String, Basis> byBasis = new LinkedHashMap<>();
            accuracy.byBasis()
                    .forEach((basis, rows) -> byBasis.put(basis.label(), new Basis(rows.rowCount(), rows.mape())));
            return new Memory(
                    accuracy.rowCount(),
                    accuracy.mape(),
                    byBasis,
                    accuracy.estimatedCount(),
                    accuracy.refusedCount(),
                    accuracy.largestOutOfMemoryFraction());
        }
    }

    /** Rows of one source. */
    public record Group(
            int rows,
            int supported,
            int compared,
            double mape,
            double medianApe,
            double bias,
            double within10Percent,
            double intervalCoverage,
            Memory memory) {

        static Group of(RunAccuracy accuracy) {
            return new Group(
                    accuracy.rowCount(),
                    accuracy.supportedCount(),
                    accuracy.comparedCount(),
                    accuracy.mape(),
                    accuracy.medianApe(),
                    accuracy.biasFraction(),
                    accuracy.within10Fraction(),
                    accuracy.coverageFraction(),
                    Memory.of(accuracy.memory()));
        }
    }

    /** The document of a validation. */
    public static RunsDocument of(RunValidation validation) {
        RunAccuracy total = validation.total();
        Map<String, Group> groups = new LinkedHashMap<>();
        validation.bySourceGroup().forEach((source, accuracy) -> groups.put(source, Group.of(accuracy)));
        return new RunsDocument(
                total.rowCount(),
                total.supportedCount(),
                total.comparedCount(),
                total.mape(),
                total.medianApe(),
                total.biasFraction(),
                total.within10Fraction(),
                total.coverageFraction(),
                validation.sourceWeightedMape(),
                Memory.of(validation.memory()),
                validation.isLeftOut(),
                groups,
                Group.of(validation.notCounted()));
    }
}
