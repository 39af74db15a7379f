package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.memory.MemoryBasis;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** How far predicted peaks lie from measured ones. */
final class PeakSpreadTest {

    private static RunPrediction row(String gibibytes) {
        RunRows row = RunRows.complete().with("measured_peak_mem_gib", gibibytes);
        return RunValidator.of(List.of(row.run()))
                .validate(Constants.SHIPPED)
                .rows()
                .getFirst();
    }

    @Test
    void errorsAreRootMeanSquaresOfLogarithmsOverDistinctPeaks() {
        MemoryComparison first = row("20").memory().orElseThrow();
        MemoryComparison second = row("25").memory().orElseThrow();
        double a = Math.log(first.predictedBytes() / (20.0 * (1 << 30)));
        double b = Math.log(second.predictedBytes() / (25.0 * (1 << 30)));

        PeakSpread spread =
                PeakSpread.of(List.of(row("20"), row("20"), row("25"))).getFirst();

        assertThat(spread.rowCount()).isEqualTo(3);
        assertThat(spread.peakCount()).isEqualTo(2);
        assertThat(spread.errorFraction()).isCloseTo(Math.sqrt((a * a + b * b) / 2), within(1e-12));
    }

    @Test
    void whatIsNotMeasuredCountsAsOneMorePeak() {
        PeakSpread spread = new PeakSpread("some", MemoryBasis.ALLOCATED, 12, 3, 0.02, 0.06);
        assertThat(spread.spreadFraction(0.1)).isCloseTo(Math.sqrt((3 * 0.02 * 0.02 + 0.1 * 0.1) / 4), within(1e-12));
        PeakSpread other = new PeakSpread("other", MemoryBasis.DEVICE, 5, 5, 0.05, 0.08);
        assertThat(PeakSpread.unmeasuredFraction(List.of(spread, other)))
                .isCloseTo(Math.sqrt((0.06 * 0.06 + 0.08 * 0.08) / 2), within(1e-12));
    }

    @Test
    void theMeasuredPeaksThatShipAreMet() {
        KnownClusters clusters = new KnownClusters(List.of(Path.of("..", "regressors")), DeviceTable.builtIn());
        MemoryAccuracy memory = RunValidator.read(
                        Path.of("..", "target_config", "memory_runs.csv"),
                        clusters,
                        config -> ClusterTimes.ofFigures(config.cluster(), List::of))
                .validate(Constants.SHIPPED)
                .memory();
        assertThat(memory.byBasis())
                .hasEntrySatisfying(MemoryBasis.ALLOCATED, basis -> {
                    assertThat(basis.rowCount()).isEqualTo(22);
                    assertThat(basis.mape()).isLessThan(0.03);
                })
                .hasEntrySatisfying(MemoryBasis.DEVICE, basis -> {
                    assertThat(basis.rowCount()).isEqualTo(23);
                    assertThat(basis.mape()).isLessThan(0.10);
                });
        assertThat(memory.refusedCount()).isZero();
    }
}
