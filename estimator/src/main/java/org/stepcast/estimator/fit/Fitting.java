package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.CatalogueHeader;
import org.stepcast.estimator.feature.FeatureSchema;
import org.stepcast.estimator.regression.Accuracy;
import org.stepcast.estimator.regression.Partition;

/** Fits regressors to a dataset and says how good they are. Cleans the dataset once, when made. */
public final class Fitting {

    private final Preparation preparation;
    private final FitOptions options;
    private final TaskPool pool;
    private final Dataset dataset;

    /** Describes and cleans {@code dataset}. */
    public Fitting(Dataset dataset, DeviceTable devices, FitOptions options, FitProgress progress) {
        this.options = options;
        this.dataset = dataset;
        this.preparation = Preparation.of(dataset, devices, new TaskPool(options.threadCount(), FitProgress.silent()));
        this.pool = new TaskPool(options.threadCount(), progress);
    }

    /** Fits each table to part of its rows and tests it on others. */
    public AccuracyReport accuracy(SplitKind split) {
        List<Callable<Optional<TargetAccuracy>>> tasks = preparation.usable().stream()
                .<Callable<Optional<TargetAccuracy>>>map(table -> () -> accuracy(table, split))
                .toList();
        List<TargetAccuracy> targets =
                pool.run(tasks).stream().flatMap(Optional::stream).toList();
        return new AccuracyReport(split, options.seed(), targets, preparation.unusable(), rejected());
    }

    /** Fits every cluster of the dataset to all its sound rows. */
    public List<FittedCluster> fit() {
        Map<String, List<DescribedTable>> byCluster = new TreeMap<>();
        for (CleanTable table : preparation.usable()) {
            byCluster
                    .computeIfAbsent(table.kept().table().clusterName(), name -> new ArrayList<>())
                    .add(table.kept());
        }
        List<FittedCluster> clusters = new ArrayList<>();
        byCluster.forEach((name, tables) -> clusters.add(fit(name, tables)));
        return clusters;
    }

    private FittedCluster fit(String clusterName, List<DescribedTable> tables) {
        List<Callable<CatalogueEntry>> tasks = PooledTable.of(tables).stream()
                .<Callable<CatalogueEntry>>map(pool -> () -> pool.fit(options.seed()))
                .toList();
        CatalogueHeader header = new CatalogueHeader(
                FeatureSchema.VERSION,
                clusterName,
                tables.getFirst().table().deviceName(),
                dataset.contentHash(clusterName),
                options.seed());
        return new FittedCluster(header, pool.run(tasks));
    }

    private Optional<TargetAccuracy> accuracy(CleanTable clean, SplitKind split) {
        DescribedTable kept = clean.kept();
        Partition partition = Splits.of(split, kept.set(), options.seed());
        if (!partition.isUsable()) {
            return Optional.empty();
        }
        FittedModel model = new ModelSelection(kept.layout(), kept.set().rows(partition.train()), options.seed()).fit();
        SampleTable table = kept.table();
        return Optional.of(new TargetAccuracy(
                table.clusterName(),
                table.name(),
                table.precision(),
                table.pass(),
                TargetAccuracy.isCollective(table),
                kept.rowCount(),
                clean.rejected().size(),
                partition.test().size(),
                Accuracy.of(model.regressor(), kept.set().rows(partition.test())),
                PlainForest.accuracy(kept, partition, options.seed())));
    }

    private List<RejectedRow> rejected() {
        return preparation.usable().stream()
                .flatMap(table -> table.rejected().stream())
                .toList();
    }
}
