package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaseTrainerTest {

    private static final BaseTrainer TRAINER = new BaseTrainer(List.of("launch", "bytes"), 1);

    /** Rows of one launch and 1, 2, … 60 units of bytes. */
    private static TrainingSet rows(DoubleUnaryOperator micros) {
        double[] sizes = IntStream.rangeClosed(1, 60).asDoubleStream().toArray();
        return new TrainingSet(
                IntStream.range(0, sizes.length)
                        .mapToObj(row -> new Point(new double[] {1, sizes[row]}, new double[0], new double[0]))
                        .toList(),
                IntStream.range(0, sizes.length)
                        .mapToDouble(row -> micros.applyAsDouble(sizes[row]))
                        .toArray(),
                sizes);
    }

    @Test
    void findsTheTermsThatMadeTheTimes() {
        PhysicalBase base = TRAINER.fit(rows(size -> 5 + 2 * size));
        assertThat(base.overlapExponent()).isEqualTo(1);
        assertThat(base.coefficients().get(0)).isCloseTo(5, within(0.01));
        assertThat(base.coefficients().get(1)).isCloseTo(2, within(0.01));
    }

    @Test
    void findsThatLaunchesHideWork() {
        TrainingSet rows = rows(size -> Math.max(30, 2 * size));
        PhysicalBase base = TRAINER.fit(rows);
        assertThat(base.overlapExponent()).isGreaterThan(2);
        assertThat(Accuracy.of(base, rows).mape()).isLessThan(0.02);
    }

    @Test
    void isNotDrawnToOutliers() {
        TrainingSet rows = rows(size -> (5 + 2 * size) * (size % 10 == 0 ? 1000 : 1));
        PhysicalBase base = TRAINER.fit(rows);
        assertThat(base.coefficients().get(1)).isCloseTo(2, within(0.1));
    }

    @Test
    void givesTheWholeToTheFirstOfTwoTermsThatSayTheSame() {
        TrainingSet rows = rows(size -> 5 + 2 * size);
        TrainingSet twice = new TrainingSet(
                IntStream.range(0, rows.rowCount())
                        .mapToObj(row -> new Point(
                                new double[] {1, rows.size(row), 3 * rows.size(row)}, new double[0], new double[0]))
                        .toList(),
                IntStream.range(0, rows.rowCount()).mapToDouble(rows::micros).toArray(),
                rows.sizes());
        PhysicalBase base = new BaseTrainer(List.of("launch", "bytes", "again"), 1).fit(twice);
        assertThat(base.coefficients().get(1)).isCloseTo(2, within(0.01));
        assertThat(base.coefficients().get(2)).isZero();
    }

    @Test
    void keepsAGivenOverlapExponent() {
        PhysicalBase base = TRAINER.fit(rows(size -> Math.hypot(30, 2 * size)), 2);
        assertThat(base.overlapExponent()).isEqualTo(2);
        assertThat(base.coefficients().get(0)).isCloseTo(30, within(0.5));
        assertThat(base.coefficients().get(1)).isCloseTo(2, within(0.05));
    }
}
