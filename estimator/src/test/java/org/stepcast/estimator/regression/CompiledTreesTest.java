package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.regression.CompiledTrees.Combination;
import smile.data.DataFrame;
import smile.regression.RandomForest;

class CompiledTreesTest {

    private static final int FEATURE_COUNT = 4;
    private static final BoostedTrainer BOOSTED = new BoostedTrainer(40, 5, 0.1, 2, 1, 0.8, 256);
    private static final ForestTrainer FOREST = new ForestTrainer(15, 2, 0.6, 200);

    /** Single-precision features, half of them with few distinct values as sizes of sweeps have. */
    private static double[][] rows(int count, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[count][FEATURE_COUNT];
        for (double[] row : rows) {
            for (int feature = 0; feature < FEATURE_COUNT; feature++) {
                double value = random.nextDouble();
                row[feature] = (float) (feature < 2 ? value : Math.rint(8 * value) / 3);
            }
        }
        return rows;
    }

    private static double[] targets(double[][] rows) {
        double[] targets = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            targets[row] = Math.sin(6 * rows[row][0]) * rows[row][2] - 0.3 * rows[row][3] * rows[row][1];
        }
        return targets;
    }

    @Test
    void predictsExactlyWhatXgboostPredicts() throws XGBoostError {
        double[][] rows = rows(500, 1);
        Booster booster = BOOSTED.grow(rows, targets(rows), 7);
        CompiledTrees compiled = BOOSTED.fit(rows, targets(rows), 7);
        double[][] others = rows(2000, 2);
        float[][] expected = booster.predict(BoostedTrainer.matrix(others));
        for (int row = 0; row < others.length; row++) {
            assertThat((float) compiled.predict(others[row])).isEqualTo(expected[row][0]);
        }
    }

    @Test
    void predictsExactlyWhatSmilePredicts() {
        double[][] rows = rows(500, 3);
        RandomForest forest = FOREST.grow(rows, targets(rows), 7);
        CompiledTrees compiled = ForestModel.compile(forest);
        double[][] others = rows(2000, 4);
        DataFrame frame = ForestTrainer.frame(others, new double[others.length]);
        for (int row = 0; row < others.length; row++) {
            assertThat(compiled.predict(others[row])).isEqualTo(forest.predict(frame.get(row)));
        }
    }

    @Test
    void growsTheSameTreesFromTheSameSeed() {
        double[][] rows = rows(300, 5);
        assertThat(FOREST.fit(rows, targets(rows), 7)).isEqualTo(FOREST.fit(rows, targets(rows), 7));
        assertThat(BOOSTED.fit(rows, targets(rows), 7)).isEqualTo(BOOSTED.fit(rows, targets(rows), 7));
        assertThat(FOREST.fit(rows, targets(rows), 8)).isNotEqualTo(FOREST.fit(rows, targets(rows), 7));
    }

    @Test
    void goesRightAtAThreshold() {
        TreeAssembler assembler = new TreeAssembler(Combination.SUM);
        int root = assembler.addRoot();
        int left = assembler.setSplit(root, 0, 0.5);
        assembler.setLeaf(left, 1);
        assembler.setLeaf(left + 1, 2);
        CompiledTrees trees = assembler.trees();
        assertThat(trees.predict(new double[] {Math.nextDown(0.5f)})).isEqualTo(1);
        assertThat(trees.predict(new double[] {0.5})).isEqualTo(2);
    }

    @Test
    void movesPredictionsByNoMoreThanHalfAQuantumATreeWhenRounded() {
        double[][] rows = rows(500, 6);
        CompiledTrees trees = BOOSTED.fit(rows, targets(rows), 7);
        CompiledTrees rounded = trees.rounded();
        assertThat(rounded.rounded()).isEqualTo(rounded);
        double bound = trees.treeCount() * CompiledTrees.LEAF_QUANTUM / 2 + 1e-6;
        for (double[] row : rows) {
            assertThat(rounded.predict(row)).isCloseTo(trees.predict(row), within(bound));
        }
    }

    @Test
    void turnsAtMostIntoLessThanTheNextSinglePrecisionNumber() {
        double between = (1.0 + Math.nextUp(1.0f)) / 2;
        assertThat(ForestModel.leastAbove(between)).isEqualTo(Math.nextUp(1.0f));
        assertThat(ForestModel.leastAbove(1.0)).isEqualTo(Math.nextUp(1.0f));
        assertThat(ForestModel.leastAbove(Math.nextDown(1.0))).isEqualTo(1.0f);
    }
}
