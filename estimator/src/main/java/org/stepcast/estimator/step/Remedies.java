package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.step.PlanChanges.Change;

/** What would make a job fit: the fewest changes that suffice, those that cost the least step time first. */
public final class Remedies {

    /** More changes at once are another plan. */
    private static final int MOST_CHANGES = 4;

    private final MemoryModel memory;

    public Remedies(MemoryModel memory) {
        this.memory = memory;
    }

    /** Changes after which {@code config} fits well; after which it fits at all, if none does; empty where it fits well. */
    public List<Remedy> of(TrainingConfig config) {
        MemoryEstimate now = memory.estimate(config);
        if (now.fitsWell()) {
            return List.of();
        }
        List<Remedy> well = search(config, MemoryEstimate::fitsWell);
        return well.isEmpty() && !now.fits() ? search(config, MemoryEstimate::fits) : well;
    }

    /** Breadth first, so that the first depth with a solution has the fewest changes. */
    private List<Remedy> search(TrainingConfig config, Predicate<MemoryEstimate> suffices) {
        double before = seconds(config);
        List<Node> level = List.of(new Node(List.of(), config));
        Set<TrainingConfig> seen = new HashSet<>();
        for (int depth = 0; depth < MOST_CHANGES; depth++) {
            level = next(level, seen);
            List<Remedy> found = level.stream()
                    .map(node -> new Remedy(
                            node.changes(),
                            node.config(),
                            memory.estimate(node.config()),
                            seconds(node.config()) / before - 1))
                    .filter(remedy -> suffices.test(remedy.memory()))
                    .sorted(Comparator.comparingDouble(Remedy::slowdownFraction))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private record Node(List<String> changes, TrainingConfig config) {}

    private static List<Node> next(List<Node> level, Set<TrainingConfig> seen) {
        List<Node> next = new ArrayList<>();
        for (Node node : level) {
            for (Change change : PlanChanges.of(node.config())) {
                if (seen.add(change.config())) {
                    List<String> changes = new ArrayList<>(node.changes());
                    changes.removeIf(earlier -> key(earlier).equals(key(change.text())));
                    changes.add(change.text());
                    next.add(new Node(changes, change.config()));
                }
            }
        }
        return next;
    }

    private static String key(String change) {
        return change.substring(0, change.indexOf(':'));
    }

    private static double seconds(TrainingConfig config) {
        return new StepComposition(Workload.of(config, Execution.of(config)), Tuning.fitted()).totalSeconds();
    }
}
