package org.stepcast.estimator.regression;

import java.util.Arrays;
import org.stepcast.estimator.regression.CompiledTrees.Combination;

/** Builds compiled trees node by node; a parent comes before its children. */
public final class TreeAssembler {

    private static final int FIRST_CAPACITY = 1024;

    private final Combination combination;
    private int[] roots = new int[64];
    private int rootCount;
    private short[] features = new short[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int[] lefts = new int[FIRST_CAPACITY];
    private int nodeCount;

    public TreeAssembler(Combination combination) {
        this.combination = combination;
    }

    /** Begins a tree; its root is a leaf of value 0 until it is set. */
    public int addRoot() {
        if (rootCount == roots.length) {
            roots = Arrays.copyOf(roots, 2 * rootCount);
        }
        int root = addNodes(1);
        roots[rootCount++] = root;
        return root;
    }

    public void setLeaf(int node, double value) {
        features[node] = CompiledTrees.LEAF;
        values[node] = value;
    }

    /** Splits {@code node} and returns its left child; the right one follows it. */
    public int setSplit(int node, int feature, double threshold) {
        int left = addNodes(2);
        features[node] = (short) feature;
        values[node] = threshold;
        lefts[node] = left;
        return left;
    }

    public CompiledTrees trees() {
        return new CompiledTrees(
                combination,
                Arrays.copyOf(roots, rootCount),
                Arrays.copyOf(features, nodeCount),
                Arrays.copyOf(values, nodeCount),
                Arrays.copyOf(lefts, nodeCount));
    }

    private int addNodes(int count) {
        int first = nodeCount;
        nodeCount += count;
        if (nodeCount > features.length) {
            int capacity = Math.max(nodeCount, 2 * features.length);
            features = Arrays.copyOf(features, capacity);
            values = Arrays.copyOf(values, capacity);
            lefts = Arrays.copyOf(lefts, capacity);
        }
        Arrays.fill(features, first, nodeCount, (short) CompiledTrees.LEAF);
        return first;
    }
}
