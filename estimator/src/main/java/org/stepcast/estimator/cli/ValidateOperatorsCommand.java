package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.fit.FitOptions;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.ValidationDocument;
import org.stepcast.estimator.report.ValidationText;
import org.stepcast.estimator.timing.SampledCluster;
import org.stepcast.estimator.validation.HoldOut;
import org.stepcast.estimator.validation.OperatorValidation;
import org.stepcast.estimator.validation.OperatorValidator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast validate operators}: operator times against samples. */
@Command(
        name = "operators",
        description = "Compares predicted operator times with samples.",
        mixinStandardHelpOptions = true)
final class ValidateOperatorsCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA", description = "Folder of sample files of one cluster.")
    private Path data = Path.of("");

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "NAME|FILE",
            description = "Cluster whose times are tested: a name of stepcast list clusters, or a cluster file.")
    private String cluster = "";

    @Option(
            names = "--hold-out",
            paramLabel = "none|shapes|device",
            description = "What the regressors must not have seen. Default: shapes if they were fitted to this DATA"
                    + " (a fifth of the distinct shapes is held out and they are fitted anew), else none.")
    private Optional<HoldOut> holdOut = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Of the held-out shapes; default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    ValidateOperatorsCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        Dataset dataset = new DatasetReader().read(data);
        OperatorValidation validation = validate(dataset, services.cluster(cluster));
        String text = json
                ? new Json().write(ValidationDocument.of(validation, dataset.faults())) + "\n"
                : ValidationText.of(validation);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private OperatorValidation validate(Dataset dataset, KnownCluster known) {
        List<SampledCluster> sampled = services.sampledClusters();
        FitOptions options = new FitOptions(seed, Runtime.getRuntime().availableProcessors());
        OperatorValidator validator = new OperatorValidator(services.devices(), sampled, options);
        Optional<SampledCluster> own = services.sampled(known);
        return switch (holdOut.orElseGet(() -> fittedTo(dataset, own) ? HoldOut.SHAPES : HoldOut.NONE)) {
            case NONE ->
                validator.asFitted(
                        dataset,
                        own.orElseThrow(() -> new NotCoveredException(
                                cluster + " has no regressors." + "\n  Maybe --hold-out device, which needs none.")));
            case SHAPES -> validator.withoutHeldOutShapes(dataset, known.cluster());
            case DEVICE -> validator.withoutDevice(dataset, known.cluster());
        };
    }

    private static boolean fittedTo(Dataset dataset, Optional<SampledCluster> own) {
        return own.filter(sampled -> dataset.contentHashes()
                        .containsValue(sampled.catalogue().header().dataHash()))
                .isPresent();
    }
}
