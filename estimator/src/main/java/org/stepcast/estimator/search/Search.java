package org.stepcast.estimator.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.step.PlanTimes;
import org.stepcast.estimator.timing.TimeSource;

/**
 * Finds the best plans by looking at all of them. A plan whose step cannot be among the best by a bound that no step stays
 * under is not simulated; nothing is left out for any other reason.
 */
public final class Search {

    private final Function<TrainingConfig, TimeSource> times;
    private final MemoryModel memory;
    private final int threadCount;

    /** @param times operator times of the cluster that a job runs on */
    public Search(Function<TrainingConfig, TimeSource> times, MemoryModel memory, int threadCount) {
        this.times = times;
        this.memory = memory;
        this.threadCount = threadCount;
    }

    /** Watches a search, and may end it early. */
    public interface Watcher {

        /** So many parts of the space are done. */
        void done(int doneCount, int allCount);

        /** Whether to stop with the best so far. */
        boolean isCancelled();
    }

    /** Layouts of one target, each a part of the work. */
    private record Part(Target target, Layout layout) {}

    /** What calculators for planning recommend for the first target of {@code request}. */
    public List<Recommendation> recommendations(SearchRequest request) {
        Target target = request.targets().getFirst();
        TrainingConfig job = target.job();
        return new Explanation(target, new PlanTimes(job, times.apply(job)), memory.plansOf(job), request.objective())
                .recommendations();
    }

    /** The best plans of {@code request}, however many threads look for them. Where none fits, what comes nearest. */
    public SearchResult run(SearchRequest request, Watcher watcher) {
        SearchResult result = explore(request, watcher);
        return result.isComplete() && result.feasibleCount() == 0 && result.candidateCount() > 0
                ? result.withFewest(fewest(request, watcher))
                : result;
    }

    /** The best plan on the fewest devices of the first target on which one fits. */
    private Optional<RankedPlan> fewest(SearchRequest request, Watcher watcher) {
        for (SearchRequest larger : request.onMoreDevices()) {
            SearchResult result = explore(larger, watcher);
            if (!result.plans().isEmpty() || !result.isComplete()) {
                return result.plans().stream().findFirst();
            }
        }
        return Optional.empty();
    }

    private SearchResult explore(SearchRequest request, Watcher watcher) {
        long start = System.nanoTime();
        List<Part> parts = parts(request);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Explorer> explorers = IntStream.range(0, threadCount)
                .mapToObj(thread -> new Explorer(request))
                .toList();
        inParallel(explorers.stream()
                .<Runnable>map(explorer -> () -> {
                    for (int part = next.getAndIncrement(); part < parts.size(); part = next.getAndIncrement()) {
                        if (watcher.isCancelled()) {
                            return;
                        }
                        explorer.explore(parts.get(part), part, watcher);
                        watcher.done(done.incrementAndGet(), parts.size());
                    }
                })
                .toList());
        boolean complete = !watcher.isCancelled();
        return merged(request, explorers, complete, (System.nanoTime() - start) / 1e9);
    }

    private static List<Part> parts(SearchRequest request) {
        List<Part> parts = new ArrayList<>();
        for (Target target : request.targets()) {
            TrainingConfig job = target.job();
            PlanSpace space =
                    new PlanSpace(job, request.kept(), Reach.of(job.framework().name()));
            for (Layout layout : space.layouts()) {
                parts.add(new Part(target, layout));
            }
        }
        return parts;
    }

    private SearchResult merged(SearchRequest request, List<Explorer> explorers, boolean complete, double seconds) {
        TopPlans top = new TopPlans(request.topCount());
        Tally tally = new Tally();
        Map<Target, Front> fronts = new LinkedHashMap<>();
        for (Explorer explorer : explorers) {
            explorer.explorations.forEach((target, exploration) -> {
                top.addAll(exploration.top());
                tally.addAll(exploration.tally());
                fronts.computeIfAbsent(target, key -> new Front()).addAll(exploration.front());
            });
        }
        return new SearchResult(
                request,
                complete,
                seconds,
                tally.candidateCount(),
                tally.feasibleCount(),
                tally.refusals(),
                top.plans(),
                fronts.size() == 1
                        ? fronts.values().iterator().next().plans()
                        : front(fronts.values().stream()
                                .flatMap(front -> front.plans().stream())
                                .toList()),
                tally.feasibleCount() == 0 ? tally.nearest() : Optional.empty(),
                Optional.empty());
    }

    /** Of plans on several targets those that no other beats in time, memory and cost. */
    private static List<RankedPlan> front(List<RankedPlan> plans) {
        boolean priced = plans.stream().allMatch(plan -> plan.dollars().isPresent());
        ToDoubleFunction<RankedPlan> cost = priced ? plan -> plan.dollars().orElseThrow() : RankedPlan::deviceHours;
        return plans.stream()
                .filter(plan -> plans.stream().noneMatch(other -> beats(other, plan, cost)))
                .sorted(Comparator.comparingDouble(RankedPlan::seconds).thenComparingLong(RankedPlan::earlierCount))
                .toList();
    }

    private static boolean beats(RankedPlan one, RankedPlan other, ToDoubleFunction<RankedPlan> cost) {
        int faster = Double.compare(other.seconds(), one.seconds());
        int lighter = Double.compare(one.need().headroomFraction(), other.need().headroomFraction());
        int cheaper = Double.compare(cost.applyAsDouble(other), cost.applyAsDouble(one));
        boolean nowhereWorse = faster >= 0 && lighter >= 0 && cheaper >= 0;
        return nowhereWorse && (faster > 0 || lighter > 0 || cheaper > 0);
    }

    /** What one thread looks at. */
    private final class Explorer {

        private final SearchRequest request;
        private final Map<Target, Exploration> explorations = new HashMap<>();

        Explorer(SearchRequest request) {
            this.request = request;
        }

        void explore(Part part, int number, Watcher watcher) {
            explorations
                    .computeIfAbsent(part.target(), this::exploration)
                    .explore(part.layout(), (long) number << Integer.SIZE, watcher::isCancelled);
        }

        private Exploration exploration(Target target) {
            TrainingConfig job = target.job();
            return new Exploration(target, request, new PlanTimes(job, times.apply(job)), memory.plansOf(job));
        }
    }

    private static void inParallel(List<Runnable> tasks) {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<?> future : tasks.stream().map(threads::submit).toList()) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
