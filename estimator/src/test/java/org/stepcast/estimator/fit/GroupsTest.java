package org.stepcast.estimator.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.Point;
import org.stepcast.estimator.regression.TrainingSet;

class GroupsTest {

    private static final int SHAPE_COUNT = 50;
    private static final int ROW_COUNT = 3 * SHAPE_COUNT;

    /** Each of 50 shapes three times. */
    private static TrainingSet repeated() {
        double[] shapes = IntStream.range(0, ROW_COUNT)
                .mapToDouble(row -> row % SHAPE_COUNT + 1)
                .toArray();
        return new TrainingSet(
                IntStream.range(0, ROW_COUNT)
                        .mapToObj(row -> new Point(new double[0], new double[] {shapes[row]}, new double[0]))
                        .toList(),
                shapes,
                shapes);
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 43, 44})
    void keepsRepeatsOfAShapeOnOneSide(long seed) {
        TrainingSet set = repeated();
        Partition partition = Splits.of(SplitKind.GROUPED, set, seed);
        assertThat(shapes(set, partition.train())).doesNotContainAnyElementsOf(shapes(set, partition.test()));
        assertThat(shapes(set, partition.test())).hasSize(SHAPE_COUNT / 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 43, 44})
    void holdsOutAFifthOfTheRowsAtRandom(long seed) {
        Partition partition = Splits.of(SplitKind.RANDOM, repeated(), seed);
        assertThat(partition.test()).hasSize(ROW_COUNT / 5);
        assertThat(union(partition)).hasSize(ROW_COUNT);
        assertThat(partition).isEqualTo(Splits.of(SplitKind.RANDOM, repeated(), seed));
        assertThat(partition).isNotEqualTo(Splits.of(SplitKind.RANDOM, repeated(), seed + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 43, 44})
    void testsOnRowsLargerThanAllItFitsTo(long seed) {
        TrainingSet set = repeated();
        Partition partition = Splits.of(SplitKind.EXTRAPOLATE, set, seed);
        assertThat(partition.train()).allMatch(row -> set.size(row) <= 25.5);
        assertThat(partition.test()).allMatch(row -> set.size(row) >= 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 43, 44})
    void foldsTestEachRowOnce(long seed) {
        TrainingSet set = repeated();
        List<Integer> tested = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            Partition partition = Groups.of(set).fold(fold, 3, seed);
            assertThat(shapes(set, partition.train())).doesNotContainAnyElementsOf(shapes(set, partition.test()));
            tested.addAll(partition.test());
        }
        assertThat(tested).hasSize(ROW_COUNT).doesNotHaveDuplicates();
    }

    private static Set<Double> shapes(TrainingSet set, List<Integer> rows) {
        Set<Double> shapes = new HashSet<>();
        rows.forEach(row -> shapes.add(set.micros(row)));
        return shapes;
    }

    private static Set<Integer> union(Partition partition) {
        Set<Integer> rows = new HashSet<>(partition.train());
        rows.addAll(partition.test());
        return rows;
    }
}
