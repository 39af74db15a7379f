package org.stepcast.estimator.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.catalogue.CatalogueFile;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.SampleSource.Catalogue;
import org.stepcast.estimator.config.SampleSource.SampleFolders;
import org.stepcast.estimator.fit.FitOptions;
import org.stepcast.estimator.fit.FitProgress;
import org.stepcast.estimator.fit.FittedCluster;
import org.stepcast.estimator.fit.Fitting;

/**
 * Regressors for folders of samples: those of a built-in cluster that was fitted to the same bytes, or else those fitted
 * on first use and kept in the user's cache folder under the samples' hash.
 */
final class FittedSamples {

    private static final long SEED = 42;

    private final KnownClusters clusters;

    FittedSamples(KnownClusters clusters) {
        this.clusters = clusters;
    }

    CatalogueFile catalogue(SampleFolders folders, Cluster cluster) {
        Path root = commonFolder(folders);
        Map<String, String> hashes = new DatasetReader().contentHashes(root);
        String hash = hashes.get(root.getFileName().toString());
        if (hash == null) {
            throw new BadInputException(root + ": holds no sample file in its folders operator and nccl.");
        }
        return clusters.names().stream()
                .flatMap(name -> clusters.find(name).stream())
                .filter(known -> known.cluster().device().equals(cluster.device()))
                .flatMap(FittedSamples::catalogueOf)
                .filter(file -> file.read().header().dataHash().equals(hash))
                .findFirst()
                .orElseGet(() -> cached(root, hash));
    }

    private static Stream<CatalogueFile> catalogueOf(KnownCluster known) {
        return known.samples() instanceof Catalogue catalogue
                ? Stream.of(CatalogueFile.in(catalogue.folder())).filter(CatalogueFile::exists)
                : Stream.empty();
    }

    /** Sample files say by their folders whether they time operators or collectives. */
    private static Path commonFolder(SampleFolders folders) {
        Path operators = folders.operatorFolder().toAbsolutePath().normalize();
        Path collectives = folders.collectiveFolder().toAbsolutePath().normalize();
        Path root = operators.getParent();
        if (root == null || root.getFileName() == null || !root.equals(collectives.getParent())) {
            throw new BadInputException("operator_data_folder (" + operators + ") and nccl_data_folder (" + collectives
                    + ") must be the folders operator and nccl of one cluster's folder.");
        }
        return root;
    }

    private static CatalogueFile cached(Path root, String hash) {
        CatalogueFile file =
                CatalogueFile.in(UserCache.folder().resolve("fitted").resolve(hash));
        if (!file.exists()) {
            FitOptions options = new FitOptions(SEED, Runtime.getRuntime().availableProcessors());
            FittedCluster fitted = new Fitting(
                            new DatasetReader().read(root), DeviceTable.builtIn(), options, progress(root))
                    .fit()
                    .getFirst();
            file.write(fitted.header(), fitted.entries());
        }
        return file;
    }

    private static FitProgress progress(Path root) {
        System.err.println("Fitting the samples in " + root + " (once; kept for the next call) ...");
        return FitProgress.silent();
    }
}
