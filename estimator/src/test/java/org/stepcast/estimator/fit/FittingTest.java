package org.stepcast.estimator.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;

class FittingTest {

    private static final DeviceTable DEVICES = DeviceTable.builtIn();

    private static SampleTable additions() {
        return Tables.of(
                "add", Pass.FORWARD, Tables.additions(), Tables.streamedMicros(Tables.additions(), Pass.FORWARD));
    }

    private static Fitting fitting(List<SampleTable> tables, int threadCount) {
        return new Fitting(
                new Dataset(tables, List.of(), Map.of("TestCluster", "hash")),
                DEVICES,
                new FitOptions(42, threadCount),
                FitProgress.silent());
    }

    @ParameterizedTest
    @EnumSource(SplitKind.class)
    void predictsHeldOutRowsOfACleanTableWithinAPercent(SplitKind split) {
        AccuracyReport report = fitting(List.of(additions()), 1).accuracy(split);
        assertThat(report.unusable()).isEmpty();
        assertThat(report.targets()).hasSize(1);
        assertThat(report.targets().getFirst().ours().mape()).isLessThan(0.01);
        assertThat(report.operatorMedians().targetCount()).isEqualTo(1);
        assertThat(report.collectiveMedians().targetCount()).isZero();
    }

    @Test
    void predictsBeyondWhatAPlainForestHasSeen() {
        AccuracyReport report = fitting(List.of(additions()), 1).accuracy(SplitKind.EXTRAPOLATE);
        TargetAccuracy target = report.targets().getFirst();
        assertThat(target.baseline().mape()).isGreaterThan(0.3);
        assertThat(target.ours().mape()).isLessThan(target.baseline().mape() / 30);
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        List<SampleTable> tables = List.of(additions(), noisy());
        assertThat(fitting(tables, 2).accuracy(SplitKind.RANDOM))
                .isEqualTo(fitting(tables, 1).accuracy(SplitKind.RANDOM));
        assertThat(fitting(tables, 2).fit()).isEqualTo(fitting(tables, 1).fit());
    }

    @Test
    void listsCorruptTablesAndFitsNothingToThem() {
        List<Double> impossible = new ArrayList<>();
        Tables.additions().forEach(addition -> impossible.add(1.0));
        Fitting fitting = fitting(List.of(Tables.of("add", Pass.FORWARD, Tables.additions(), impossible)), 1);
        AccuracyReport report = fitting.accuracy(SplitKind.RANDOM);
        assertThat(report.targets()).isEmpty();
        assertThat(report.unusable().getFirst().reason())
                .startsWith("corrupt: ")
                .contains("physical limit");
        assertThat(fitting.fit()).isEmpty();
    }

    @Test
    void listsTablesOfUnknownDevices() {
        SampleTable known = additions();
        SampleTable unknown = new SampleTable(
                known.file(), "Elsewhere", "Abacus", known.name(), known.precision(), known.pass(), known.samples());
        AccuracyReport report = fitting(List.of(unknown), 1).accuracy(SplitKind.RANDOM);
        assertThat(report.unusable().getFirst().reason()).isEqualTo("device (Abacus) is not in the table of devices");
    }

    @Test
    void poolsTablesOfOneFamilyAndMarksWhatLiesBeyondThem() {
        SampleTable other = Tables.of(
                "add_again",
                Pass.FORWARD,
                Tables.additions(),
                Tables.streamedMicros(Tables.additions(), Pass.FORWARD).stream()
                        .map(micros -> micros * 1.02)
                        .toList());
        FittedCluster cluster =
                fitting(List.of(additions(), other, additions()), 1).fit().getFirst();
        assertThat(cluster.header().clusterName()).isEqualTo("TestCluster");
        CatalogueEntry entry = cluster.entries().getFirst();
        assertThat(entry.key()).isEqualTo(new RegressorKey("residual_add", "", Precision.FP16, Pass.FORWARD));
        assertThat(entry.rowCount()).isEqualTo(2 * Tables.additions().size());
        assertThat(entry.covers(row(100_000_000))).isTrue();
        assertThat(entry.covers(row(300_000_000))).isFalse();
        assertThat(entry.outside(row(300_000_000))).contains("elements 3.00e+08 (sampled 4000000 to 2.00e+08)");
        Interval interval = entry.heldOut().around(entry.micros(row(100_000_000)));
        assertThat(interval.p10()).isLessThanOrEqualTo(interval.p50());
        assertThat(interval.p90()).isGreaterThanOrEqualTo(interval.p50());
    }

    /** Times that alternate between two levels, so that trees and folds have something to differ about. */
    private static SampleTable noisy() {
        List<Operator> operators = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        for (ElementWise addition : Tables.additions()) {
            operators.add(addition);
            double wave = addition.elementCount() / 4_000_000 % 3 == 0 ? 1.1 : 1.0;
            micros.add(wave * Tables.streamedMicros(addition, Pass.FORWARD));
        }
        return Tables.of("noisy", Pass.BACKWARD, operators, micros);
    }

    private static FeatureRow row(long elementCount) {
        return FeatureSchema.describe(
                new ElementWise(ElementWiseKind.RESIDUAL_ADD, elementCount),
                Pass.FORWARD,
                Precision.FP16,
                Tables.DEVICE);
    }
}
