package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    @Test
    void takesErrorsRelativeToWhatWasMeasured() {
        Accuracy accuracy = Accuracy.ofRatios(new double[] {0.9, 1.0, 1.3});
        assertThat(accuracy.mape()).isCloseTo((0.1 + 0 + 0.3) / 3, within(1e-12));
        assertThat(accuracy.medianApe()).isCloseTo(0.1, within(1e-12));
        assertThat(accuracy.p95Ape()).isCloseTo(0.1 + 0.9 * (0.3 - 0.1), within(1e-12));
    }

    @Test
    void findsQuantilesBetweenNeighbours() {
        assertThat(Quantiles.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(Quantiles.of(new double[] {10, 20}, 0.1)).isCloseTo(11, within(1e-12));
        assertThat(Quantiles.of(new double[] {7}, 0.9)).isEqualTo(7);
        assertThatThrownBy(() -> Quantiles.median(new double[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void splitsBySizeAtTheMedianAndTheLargestFifth() {
        Partition partition = Partition.bySize(new double[] {5, 1, 4, 2, 3, 6, 7, 8, 9, 10});
        assertThat(partition.train()).isEqualTo(List.of(0, 1, 2, 3, 4));
        assertThat(partition.test()).isEqualTo(List.of(8, 9));
    }

    @Test
    void testsOnNoRowThatItFitsTo() {
        Partition partition = Partition.bySize(new double[] {1, 1, 1, 1});
        assertThat(partition.train()).hasSize(4);
        assertThat(partition.isUsable()).isFalse();
    }
}
