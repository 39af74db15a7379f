package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.catalogue.CatalogueFile;
import org.stepcast.estimator.fit.AccuracyReport;
import org.stepcast.estimator.fit.FitOptions;
import org.stepcast.estimator.fit.FittedCluster;
import org.stepcast.estimator.fit.Fitting;
import org.stepcast.estimator.fit.SplitKind;
import org.stepcast.estimator.report.FitDocument;
import org.stepcast.estimator.report.FitText;
import org.stepcast.estimator.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast fit}: how accurate regressors are on held-out rows, then regressors fitted to all rows. */
@Command(
        name = "fit",
        description =
                "Fits regressors to samples: prints their accuracy on held-out rows, then fits all rows and saves.",
        mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA", description = "Folder of sample files, in any published layout.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "CATALOGUE",
            description = "Cluster folder to write; a folder of cluster folders if DATA has several clusters.")
    private Path out = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "random|grouped|extrapolate",
            description = "Which rows are held out for the table; default: ${DEFAULT-VALUE}.")
    private SplitKind split = SplitKind.GROUPED;

    @Option(names = "--seed", paramLabel = "N", description = "Of splits, folds and trees; default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    FitCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        Dataset dataset = new DatasetReader().read(data);
        FitOptions options = new FitOptions(seed, Runtime.getRuntime().availableProcessors());
        Progress progress = Progress.on(spec.commandLine().getErr());
        DeviceTable devices = ClusterDescription.devices(data, services.devices());
        Fitting fitting = new Fitting(dataset, devices, options, progress::show);
        AccuracyReport report = fitting.accuracy(split);
        List<FittedCluster> fitted = fitting.fit();
        String changes = changes(fitted);
        List<String> catalogues = save(fitted, devices);
        progress.clear();
        String text = json
                ? new Json().write(FitDocument.of(report, dataset.faults(), catalogues)) + "\n"
                : FitText.of(report, dataset.faults(), catalogues) + changes;
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** What differs from catalogues that are there already. */
    private String changes(List<FittedCluster> clusters) {
        return clusters.stream()
                .filter(cluster -> CatalogueFile.in(folder(cluster, clusters)).exists())
                .map(cluster -> CatalogueChanges.of(
                        CatalogueFile.in(folder(cluster, clusters)).read(), cluster.entries()))
                .collect(Collectors.joining());
    }

    private Path folder(FittedCluster cluster, List<FittedCluster> all) {
        String name = cluster.header().clusterName().toLowerCase(Locale.ROOT);
        return all.size() == 1 ? out : out.resolve(name);
    }

    private List<String> save(List<FittedCluster> clusters, DeviceTable devices) {
        List<String> folders = new ArrayList<>();
        for (FittedCluster cluster : clusters) {
            Path folder = folder(cluster, clusters);
            CatalogueFile.in(folder).write(cluster.header(), cluster.entries());
            ClusterDescription.writeIfAbsent(
                    folder, devices.named(cluster.header().deviceName()), data);
            folders.add(folder.toString());
        }
        return folders;
    }
}
