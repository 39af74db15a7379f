package org.stepcast.estimator.regression;

import java.util.Arrays;

/**
 * Trees as flat arrays, whatever library grew them: a row goes left where its feature is less than the threshold. The
 * children of a node lie side by side. Not a record: this is the one place where arrays are the value.
 */
public final class CompiledTrees {

    /** How the leaves that a row reaches make a prediction, each as the library that grew the trees computes it. */
    public enum Combination {
        /** Boosted trees: added in single precision. */
        SUM,
        /** Forests: averaged in double precision. */
        MEAN
    }

    /** Rounded leaves are multiples of this: 0.0015 % of a time that they correct. */
    public static final double LEAF_QUANTUM = 1.0 / (1 << 16);

    /** In place of a feature: the node is a leaf. */
    static final int LEAF = -1;

    private final Combination combination;
    private final int[] roots;
    private final short[] features;
    /** Threshold of an inner node, value of a leaf. */
    private final double[] values;

    private final int[] lefts;

    CompiledTrees(Combination combination, int[] roots, short[] features, double[] values, int[] lefts) {
        this.combination = combination;
        this.roots = roots;
        this.features = features;
        this.values = values;
        this.lefts = lefts;
    }

    /** The prediction for one row of single-precision features. */
    public double predict(double[] row) {
        if (combination == Combination.MEAN) {
            double sum = 0;
            for (int root : roots) {
                sum += leafValue(root, row);
            }
            return sum / roots.length;
        }
        float sum = 0;
        for (int root : roots) {
            sum += (float) leafValue(root, row);
        }
        return sum;
    }

    /** The same trees with leaf values rounded to multiples of {@link #LEAF_QUANTUM}, which files keep in few bytes. */
    public CompiledTrees rounded() {
        double[] rounded = values.clone();
        for (int node = 0; node < rounded.length; node++) {
            if (features[node] == LEAF) {
                // Adding 0 makes -0 a 0.
                rounded[node] = Math.rint(rounded[node] / LEAF_QUANTUM) * LEAF_QUANTUM + 0.0;
            }
        }
        return new CompiledTrees(combination, roots, features, rounded, lefts);
    }

    public Combination combination() {
        return combination;
    }

    public int treeCount() {
        return roots.length;
    }

    public int nodeCount() {
        return features.length;
    }

    /** The node that tree {@code tree} begins with. */
    public int root(int tree) {
        return roots[tree];
    }

    public boolean isLeaf(int node) {
        return features[node] == LEAF;
    }

    /** The feature that an inner node splits on. */
    public int feature(int node) {
        return features[node];
    }

    /** Threshold of an inner node, value of a leaf. */
    public double value(int node) {
        return values[node];
    }

    /** The left child of an inner node; the right one follows it. */
    public int left(int node) {
        return lefts[node];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompiledTrees trees
                && combination == trees.combination
                && Arrays.equals(roots, trees.roots)
                && Arrays.equals(features, trees.features)
                && Arrays.equals(values, trees.values)
                && Arrays.equals(lefts, trees.lefts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    private double leafValue(int root, double[] row) {
        int node = root;
        while (features[node] != LEAF) {
            node = row[features[node]] < values[node] ? lefts[node] : lefts[node] + 1;
        }
        return values[node];
    }
}
