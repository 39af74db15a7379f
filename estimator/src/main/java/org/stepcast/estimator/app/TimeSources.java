package org.stepcast.estimator.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.estimator.catalogue.CatalogueFile;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.KnownCluster.Reach;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.SampleSource.Catalogue;
import org.stepcast.estimator.config.SampleSource.FiguresOnly;
import org.stepcast.estimator.config.SampleSource.SampleFolders;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.timing.SampledCluster;
import org.stepcast.estimator.timing.TimeSource;

/** Finds the operator times of the cluster that a job runs on, and keeps them for the next job. */
final class TimeSources {

    /** What times depend on: the cluster's figures and where its samples are. */
    private record Key(Cluster cluster, SampleSource samples) {}

    private final KnownClusters clusters;
    private final FittedSamples fitted;
    private final Map<Key, TimeSource> known = new ConcurrentHashMap<>();

    TimeSources(KnownClusters clusters) {
        this.clusters = clusters;
        this.fitted = new FittedSamples(clusters);
    }

    TimeSource of(TrainingConfig job) {
        return known.computeIfAbsent(new Key(job.cluster(), job.samples()), this::open);
    }

    private TimeSource open(Key key) {
        return switch (key.samples()) {
            case Catalogue catalogue -> sampled(key.cluster(), CatalogueFile.in(catalogue.folder()));
            case SampleFolders folders -> sampled(key.cluster(), fitted.catalogue(folders, key.cluster()));
            case FiguresOnly figures -> ClusterTimes.ofFigures(key.cluster(), this::references);
        };
    }

    private TimeSource sampled(Cluster cluster, CatalogueFile catalogue) {
        return ClusterTimes.of(new SampledCluster(cluster, catalogue.read()), this::references);
    }

    /** Every cluster with a catalogue. */
    List<SampledCluster> references() {
        return clusters.names().stream()
                .flatMap(name -> clusters.find(name).stream())
                .filter(known -> known.reach() == Reach.ALL_DEVICES)
                .flatMap(known -> sampled(known).stream())
                .toList();
    }

    /** The cluster with its catalogue; empty where it has none. */
    static Optional<SampledCluster> sampled(KnownCluster known) {
        return known.samples() instanceof Catalogue catalogue
                ? Optional.of(new SampledCluster(
                        known.cluster(), CatalogueFile.in(catalogue.folder()).read()))
                : Optional.empty();
    }
}
