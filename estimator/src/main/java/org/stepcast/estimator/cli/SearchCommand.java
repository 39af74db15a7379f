package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NearNames;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.report.Forecast;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.SearchDocument;
import org.stepcast.estimator.report.SearchText;
import org.stepcast.estimator.search.Objective;
import org.stepcast.estimator.search.PlanKey;
import org.stepcast.estimator.search.RankedPlan;
import org.stepcast.estimator.search.Recommendation;
import org.stepcast.estimator.search.Search;
import org.stepcast.estimator.search.SearchRequest;
import org.stepcast.estimator.search.SearchResult;
import org.stepcast.estimator.search.Target;
import org.stepcast.estimator.step.StepModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast search}: the best plans for a job. */
@Command(
        name = "search",
        description = "Finds the best plans for a job: how to divide the model, the batch and the memory.",
        footer = {
            "",
            "All keys of a plan vary but those that --keep names; model, sequence, global batch, precision, attention and "
                    + "framework stay as CONFIG has them. Ctrl-C prints the best so far and ends with code 130."
        },
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

    private static final int HINT_COUNT = 3;

    private final Services services;
    private final Map<TrainingConfig, Forecast> forecasts = new HashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training job in YAML; its own plan need not fit.")
    private Path config = Path.of("");

    @Option(names = "--gpus", split = ",", paramLabel = "N", description = "Numbers of GPUs; default: CONFIG's.")
    private List<Long> deviceCounts = new ArrayList<>();

    @Option(
            names = "--clusters",
            split = ",",
            paramLabel = "NAME|FILE",
            description = "Clusters to choose from, at list prices; default: CONFIG's.")
    private List<String> clusters = new ArrayList<>();

    @Option(names = "--keep", split = ",", paramLabel = "KEY", description = "Keys that stay as CONFIG has them.")
    private List<String> kept = new ArrayList<>();

    @Option(names = "--top", paramLabel = "K", description = "How many plans to print; default: ${DEFAULT-VALUE}.")
    private int top = 10;

    @Option(
            names = "--objective",
            paramLabel = "time|cost|gpu-hours",
            description = "What the best plan has least of; default: ${DEFAULT-VALUE}.")
    private String objective = "time";

    @Option(names = "--explain", description = "Also say what rules of thumb of other calculators recommend.")
    private boolean explain;

    @Option(names = "--write", paramLabel = "FILE", description = "Write the best plan as a configuration.")
    private Optional<Path> write = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document instead of the tables.")
    private boolean json;

    SearchCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        TrainingConfig job = services.read(config);
        Search search = new Search(
                services::times, services.memory(), Runtime.getRuntime().availableProcessors());
        SearchRequest request = new SearchRequest(targets(job), keys(), objective(), top());
        try (Interruption interruption = new Interruption()) {
            SearchResult result = result(search, request, interruption);
            List<Recommendation> recommendations = explain ? search.recommendations(request) : List.of();
            spec.commandLine().getOut().print(text(result, recommendations));
            spec.commandLine().getOut().flush();
            write.ifPresent(file -> write(file, result));
        }
        return 0;
    }

    private SearchResult result(Search search, SearchRequest request, Interruption interruption) {
        Progress progress = Progress.on(spec.commandLine().getErr());
        SearchResult result = search.run(request, new Search.Watcher() {
            @Override
            public void done(int doneCount, int allCount) {
                progress.show(doneCount, allCount);
            }

            @Override
            public boolean isCancelled() {
                return interruption.isWished();
            }
        });
        progress.clear();
        if (result.candidateCount() == 0 && result.isComplete()) {
            throw new BadInputException(config + ": no plan has the keys that --keep keeps (" + String.join(", ", kept)
                    + ") on so many GPUs.\n  Keep fewer of them, or ask for a number of GPUs that they divide.");
        }
        return result;
    }

    private String text(SearchResult result, List<Recommendation> recommendations) {
        return json
                ? new Json().write(SearchDocument.of(result, this::forecast, recommendations)) + "\n"
                : SearchText.of(result, plan -> forecast(plan).step(), recommendations);
    }

    private Forecast forecast(TrainingConfig plan) {
        return forecasts.computeIfAbsent(
                plan,
                key -> new Forecast(
                        new StepModel(services.times(key)).estimate(key),
                        services.memory().estimate(key)));
    }

    private void write(Path file, SearchResult result) {
        RankedPlan best = result.plans().stream()
                .findFirst()
                .orElseThrow(() ->
                        new BadInputException(config + ": no plan fits, so there is none to write to " + file + "."));
        OutputFile.write(
                file,
                "# The best plan by " + result.request().objective().label() + " for " + config
                        + ", found by stepcast search.\n" + services.write(best.config()));
    }

    private List<Target> targets(TrainingConfig job) {
        List<Target> targets = new ArrayList<>();
        for (long count : deviceCounts.isEmpty() ? List.of(job.deviceCount()) : deviceCounts) {
            if (count < 1) {
                throw new BadInputException("--gpus (" + count + ") must be at least 1.");
            }
            if (clusters.isEmpty()) {
                targets.add(Target.of(job.withDeviceCount(count)));
            }
            clusters.forEach(name -> targets.add(Target.of(job.withCluster(services.cluster(name), count))));
        }
        return targets;
    }

    private Set<PlanKey> keys() {
        Set<PlanKey> keys = EnumSet.noneOf(PlanKey.class);
        for (String path : kept) {
            keys.add(PlanKey.find(path).orElseThrow(() -> {
                List<String> near = NearNames.near(path, PlanKey.paths(), HINT_COUNT);
                return new BadInputException("--keep (" + path + ") is not a key of a plan.\n  "
                        + (near.isEmpty()
                                ? "Keys: " + String.join(", ", PlanKey.paths()) + "."
                                : "Maybe " + String.join(" or ", near) + "."));
            }));
        }
        return keys;
    }

    private Objective objective() {
        return List.of(Objective.values()).stream()
                .filter(known -> known.label().equals(objective))
                .findFirst()
                .orElseThrow(() ->
                        new BadInputException("--objective (" + objective + ") must be one of time, cost, gpu-hours."));
    }

    private int top() {
        if (top < 1) {
            throw new BadInputException("--top (" + top + ") must be at least 1.");
        }
        return top;
    }
}
