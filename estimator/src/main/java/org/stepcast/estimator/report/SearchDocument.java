package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.NamedFormWriter;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.search.PlanKey;
import org.stepcast.estimator.search.RankedPlan;
import org.stepcast.estimator.search.Recommendation;
import org.stepcast.estimator.search.SearchResult;

/**
 * The JSON of {@code stepcast search}; names of components are its keys.
 *
 * @param evaluatedPerSecond candidates in a second, all threads together
 * @param complete whether every candidate was looked at
 * @param pareto plans of which none is faster, lighter and cheaper than another
 * @param nearest where nothing fits: the one plan that needs least memory
 * @param fewestGpus where nothing fits: the best plan on the fewest GPUs that would do
 */
public record SearchDocument(
        long candidates,
        long feasible,
        double evaluatedPerSecond,
        double seconds,
        boolean complete,
        String objective,
        List<String> kept,
        List<PlanDocument> plans,
        List<PlanDocument> pareto,
        List<ReasonDocument> pruned,
        List<PlanDocument> nearest,
        List<PlanDocument> fewestGpus,
        List<RecommendationDocument> recommendations) {

    /** Why so many candidates are not possible. */
    public record ReasonDocument(String reason, long candidates) {}

    /** What a calculator for planning recommends: at most one plan, and why it cannot run if it cannot. */
    public record RecommendationDocument(String by, String advice, List<PlanDocument> plans, List<String> flaws) {}

    /** Memory of the fullest stage; needed is what the device must have. */
    public record NeedDocument(
            double peakAllocatedBytes,
            double peakReservedBytes,
            double neededBytes,
            double capacityBytes,
            double headroom,
            boolean fits,
            double outOfMemoryProbability,
            int peakStage) {}

    /** One plan, under the keys of the named form, and what it takes. */
    public record PlanDocument(
            String cluster,
            long gpus,
            Map<String, Object> parallel,
            Map<String, Object> batch,
            String recompute,
            String offload,
            Interval stepTimeSeconds,
            double tokensPerSecondPerGpu,
            double mfu,
            NeedDocument memory,
            Map<String, Double> costPerStep,
            String status) {}

    private record Writer(Function<TrainingConfig, Forecast> forecasts) {

        /** Dollars only where the price of a device is known. */
        private static Map<String, Double> cost(RankedPlan plan) {
            Map<String, Double> cost = new LinkedHashMap<>();
            cost.put("gpuHours", plan.deviceHours());
            plan.dollars().ifPresent(dollars -> cost.put("usd", dollars));
            return cost;
        }

        List<PlanDocument> plans(List<RankedPlan> plans) {
            return plans.stream().map(this::plan).toList();
        }

        PlanDocument plan(RankedPlan plan) {
            TrainingConfig config = plan.config();
            Forecast forecast = forecasts.apply(config);
            var memory = forecast.memory();
            return new PlanDocument(
                    config.cluster().name(),
                    config.deviceCount(),
                    NamedFormWriter.parallel(config),
                    NamedFormWriter.batch(config.batch()),
                    config.recompute().label(),
                    config.offload().label(),
                    forecast.step().stepSeconds(),
                    forecast.step().tokensPerSecondPerDevice(),
                    forecast.step().utilizationFraction(),
                    new NeedDocument(
                            memory.allocatedBytes(),
                            memory.reservedBytes(),
                            memory.neededBytes(),
                            memory.capacityBytes(),
                            plan.need().headroomFraction(),
                            memory.fits(),
                            memory.outOfMemoryProbability(),
                            memory.fullest().stage()),
                    cost(plan),
                    forecast.step().status().name());
        }
    }

    /**
     * The document of a search.
     *
     * @param forecasts a plan in full
     */
    public static SearchDocument of(
            SearchResult result, Function<TrainingConfig, Forecast> forecasts, List<Recommendation> recommendations) {
        Writer writer = new Writer(forecasts);
        return new SearchDocument(
                result.candidateCount(),
                result.feasibleCount(),
                result.evaluatedPerSecond(),
                result.searchSeconds(),
                result.isComplete(),
                result.request().objective().label(),
                result.request().kept().stream().sorted().map(PlanKey::path).toList(),
                writer.plans(result.plans()),
                writer.plans(result.front()),
                result.refusals().entrySet().stream()
                        .map(reason -> new ReasonDocument(reason.getKey(), reason.getValue()))
                        .toList(),
                writer.plans(result.nearest().stream().toList()),
                writer.plans(result.fewest().stream().toList()),
                recommendations.stream()
                        .map(one -> new RecommendationDocument(
                                one.by(),
                                one.advice(),
                                writer.plans(one.plan().stream().toList()),
                                one.flaw().stream().toList()))
                        .toList());
    }
}
