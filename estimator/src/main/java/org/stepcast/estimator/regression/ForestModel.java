package org.stepcast.estimator.regression;

import java.lang.reflect.Field;
import org.stepcast.estimator.regression.CompiledTrees.Combination;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.regression.RandomForest;
import smile.regression.RegressionTree;

/** Smile's trees. They go left where a feature is at most a double; features are single precision, so that is exact. */
final class ForestModel {

    private ForestModel() {}

    static CompiledTrees compile(RandomForest forest) {
        TreeAssembler assembler = new TreeAssembler(Combination.MEAN);
        Field threshold = thresholdField();
        for (RegressionTree tree : forest.trees()) {
            int root = assembler.addRoot();
            copy(tree.root(), threshold, assembler, root);
        }
        return assembler.trees();
    }

    private static void copy(Node from, Field threshold, TreeAssembler assembler, int to) {
        switch (from) {
            case RegressionNode leaf -> assembler.setLeaf(to, leaf.output());
            case InternalNode split -> {
                int left = assembler.setSplit(to, split.feature(), leastAbove(value(threshold, split)));
                copy(split.trueChild(), threshold, assembler, left);
                copy(split.falseChild(), threshold, assembler, left + 1);
            }
            default -> throw new IllegalStateException("Smile grew a node of " + from.getClass());
        }
    }

    /** The least single-precision number above {@code value}: for such numbers, x ≤ value just when x &lt; it. */
    static float leastAbove(double value) {
        float nearest = (float) value;
        return nearest > value ? nearest : Math.nextUp(nearest);
    }

    private static double value(Field threshold, InternalNode split) {
        try {
            return threshold.getDouble(split);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException("Smile hides the thresholds of its trees", closed);
        }
    }

    /** Smile 2.6 has no accessor for it, and prints it rounded. */
    private static Field thresholdField() {
        try {
            Field field = OrdinalNode.class.getDeclaredField("value");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException changed) {
            throw new IllegalStateException("Smile's trees are not those of version 2.6", changed);
        }
    }
}
