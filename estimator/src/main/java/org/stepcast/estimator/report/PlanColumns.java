package org.stepcast.estimator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.estimator.config.NamedFormWriter;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.TrainingConfig;

/** What plans have in common, and what each of them is told apart by, under the keys of the named form. */
final class PlanColumns {

    private final List<Map<String, String>> plans;

    private PlanColumns(List<Map<String, String>> plans) {
        this.plans = plans;
    }

    static PlanColumns of(List<TrainingConfig> plans) {
        return new PlanColumns(plans.stream().map(PlanColumns::values).toList());
    }

    /** Every value of a plan that a search may vary, by the last part of its key. */
    static Map<String, String> values(TrainingConfig plan) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("cluster", plan.cluster().name());
        values.put("gpus", Long.toString(plan.deviceCount()));
        Map<String, Object> parallel = new LinkedHashMap<>(NamedFormWriter.parallel(plan));
        parallel.remove("overlap");
        parallel.forEach((key, value) -> values.put(key, value.toString()));
        values.put("overlap", overlap(plan));
        values.put("micro", Long.toString(plan.batch().microSize()));
        values.put("recompute", plan.recompute().label());
        values.put("offload", plan.offload().label());
        return values;
    }

    /** All that may overlap but the gathering of layers ahead, which a search leaves as it is. */
    private static String overlap(TrainingConfig plan) {
        String labels = plan.parallel().overlaps().stream()
                .filter(overlap -> overlap != Overlap.LAYER_PREFETCH)
                .sorted()
                .map(Overlap::label)
                .collect(Collectors.joining("+"));
        return labels.isEmpty() ? "none" : labels;
    }

    /** Keys that do not have the same value in all plans. */
    List<String> different() {
        return keys().stream().filter(key -> !isSame(key)).toList();
    }

    /** Keys and values that all plans have. */
    String common() {
        return keys().stream()
                .filter(this::isSame)
                .map(key -> key + " " + plans.getFirst().get(key))
                .collect(Collectors.joining(", "));
    }

    /** The value of a plan, in the order that they were given in. */
    String value(int plan, String key) {
        return plans.get(plan).getOrDefault(key, "-");
    }

    private boolean isSame(String key) {
        return plans.stream()
                        .map(plan -> plan.getOrDefault(key, "-"))
                        .distinct()
                        .count()
                == 1;
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        plans.forEach(plan ->
                plan.keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add));
        return keys;
    }
}
