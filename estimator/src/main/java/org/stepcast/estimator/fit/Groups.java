package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.Point;
import org.stepcast.estimator.regression.TrainingSet;

/**
 * Rows that a regressor cannot tell apart are one group: repeated measurements of a shape stay on one side of a split.
 *
 * @param groupOfRow number of each row's group
 */
record Groups(List<Integer> groupOfRow, int groupCount) {

    private static final double TEST_FRACTION = 0.2;

    static Groups of(TrainingSet set) {
        Map<Point, Integer> numbers = new HashMap<>();
        List<Integer> groupOfRow = new ArrayList<>(set.rowCount());
        for (int row = 0; row < set.rowCount(); row++) {
            groupOfRow.add(numbers.computeIfAbsent(set.point(row), point -> numbers.size()));
        }
        return new Groups(groupOfRow, numbers.size());
    }

    /** Each row a group of its own. */
    static Groups single(int rowCount) {
        return new Groups(IntStream.range(0, rowCount).boxed().toList(), rowCount);
    }

    /** Holds out a fifth of the groups. */
    Partition holdOut(long seed) {
        List<Integer> places = shuffled(seed);
        long testCount = Math.round(TEST_FRACTION * groupCount);
        return partition(places, place -> place < testCount);
    }

    /** Holds out every {@code foldCount}-th group of a random order, beginning at {@code fold}. */
    Partition fold(int fold, int foldCount, long seed) {
        return partition(shuffled(seed), place -> place % foldCount == fold);
    }

    private Partition partition(List<Integer> places, IntPredicate isTest) {
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int row = 0; row < groupOfRow.size(); row++) {
            (isTest.test(places.get(groupOfRow.get(row))) ? test : train).add(row);
        }
        return new Partition(train, test);
    }

    /** A place in a random order for each group. */
    private List<Integer> shuffled(long seed) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, groupCount).boxed().toList());
        Collections.shuffle(places, new Random(seed));
        return places;
    }
}
