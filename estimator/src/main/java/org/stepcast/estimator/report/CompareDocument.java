package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of {@code stepcast compare}; names of components are its keys.
 *
 * @param jobs as {@code predict} gives each, in the order of the command line
 * @param differences values of each job, by the keys of the named form that they differ in
 */
public record CompareDocument(List<StepDocument> jobs, Map<String, List<String>> differences) {

    /** The document of a comparison. */
    public static CompareDocument of(Comparison comparison) {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        comparison.differences().forEach(row -> differences.put(row.name(), row.values()));
        return new CompareDocument(
                comparison.jobs().stream()
                        .map(job -> StepDocument.of(job.step(), job.memory()))
                        .toList(),
                differences);
    }
}
