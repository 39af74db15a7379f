package org.stepcast.estimator.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.UserException;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.catalogue.CatalogueFile;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.fit.FitOptions;
import org.stepcast.estimator.fit.FitProgress;
import org.stepcast.estimator.fit.FittedCluster;
import org.stepcast.estimator.fit.Fitting;

/**
 * Fits the built-in clusters: each folder of regressors/ whose cluster.yml names a published folder of samples gets a
 * catalogue fitted to it. The same samples give the same bytes, however many threads fit.
 */
public final class BuildRegressors {

    private static final long SEED = 42;

    private final Path dataRoot;
    private final Path clusterRoot;
    private final PrintStream progress;

    private BuildRegressors(Path dataRoot, Path clusterRoot, PrintStream progress) {
        this.dataRoot = dataRoot;
        this.clusterRoot = clusterRoot;
        this.progress = progress;
    }

    /**
     * Fits every built-in cluster.
     *
     * @param arguments the folder of published samples, then the folder of clusters
     */
    public static void main(String[] arguments) throws IOException {
        try {
            if (arguments.length != 2) {
                throw new BadInputException("two folders are needed: of published samples, and of clusters.");
            }
            new BuildRegressors(Path.of(arguments[0]), Path.of(arguments[1]), System.err).run();
        } catch (UserException wrongInput) {
            System.err.println(wrongInput.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        KnownClusters clusters = new KnownClusters(List.of(clusterRoot), DeviceTable.builtIn());
        for (String name : clusters.names()) {
            Path folder = clusterRoot.resolve(name);
            String published = clusters.find(name).orElseThrow().publishedName().orElse("");
            if (!published.isEmpty()) {
                fit(samples(published), folder);
            }
        }
    }

    private void fit(Path samples, Path folder) {
        Dataset dataset = new DatasetReader().read(samples);
        FitOptions options = new FitOptions(SEED, Runtime.getRuntime().availableProcessors());
        Fitting fitting = new Fitting(dataset, DeviceTable.builtIn(), options, FitProgress.silent());
        FittedCluster fitted = fitting.fit().getFirst();
        CatalogueFile file = CatalogueFile.in(folder);
        file.write(fitted.header(), fitted.entries());
        progress.println(file.path() + ": " + fitted.entries().size() + " regressors from " + samples);
    }

    /** The only folder of this name below the data. */
    private Path samples(String published) throws IOException {
        try (Stream<Path> folders = Files.walk(dataRoot)) {
            return folders.filter(folder -> Files.isDirectory(folder)
                            && folder.getFileName().toString().equals(published))
                    .findFirst()
                    .orElseThrow(() -> new BadInputException(dataRoot + ": holds no folder " + published + "."));
        }
    }
}
