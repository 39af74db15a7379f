package org.stepcast.estimator.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.CompiledTrees.Combination;
import org.stepcast.estimator.regression.TreeAssembler;

/**
 * Trees in three streams, each of like numbers: the feature of every node in pre-order (0 for a leaf, else 1 more), which
 * of the feature's thresholds it has, and the value of every leaf in quanta.
 */
final class TreeFormat {

    private TreeFormat() {}

    static void write(CompiledTrees trees, PackedOutput output) {
        SortedMap<Integer, List<Float>> thresholds = thresholds(trees);
        output.writeText(trees.combination().name());
        output.writeCount(trees.treeCount());
        output.writeCount(thresholds.isEmpty() ? 0 : thresholds.lastKey() + 1);
        for (int feature = 0; !thresholds.isEmpty() && feature <= thresholds.lastKey(); feature++) {
            List<Float> values = thresholds.getOrDefault(feature, List.of());
            output.writeCount(values.size());
            values.forEach(output::writeFloat);
        }
        Writer writer = new Writer(trees, thresholds);
        for (int tree = 0; tree < trees.treeCount(); tree++) {
            writer.write(trees.root(tree));
        }
        output.writeBlock(writer.features.toBytes());
        output.writeBlock(writer.thresholdIndexes.toBytes());
        output.writeBlock(writer.leaves.toBytes());
    }

    static CompiledTrees read(PackedInput input) {
        TreeAssembler assembler = new TreeAssembler(Combination.valueOf(input.readText()));
        int treeCount = input.readCount();
        float[][] thresholds = new float[input.readLength()][];
        for (int feature = 0; feature < thresholds.length; feature++) {
            thresholds[feature] = new float[input.readLength()];
            for (int index = 0; index < thresholds[feature].length; index++) {
                thresholds[feature][index] = input.readFloat();
            }
        }
        Reader reader = new Reader(input, thresholds, assembler);
        for (int tree = 0; tree < treeCount; tree++) {
            reader.read(assembler.addRoot(), 0);
        }
        return assembler.trees();
    }

    private static SortedMap<Integer, List<Float>> thresholds(CompiledTrees trees) {
        Map<Integer, TreeSet<Float>> distinct = new TreeMap<>();
        for (int node = 0; node < trees.nodeCount(); node++) {
            if (!trees.isLeaf(node)) {
                distinct.computeIfAbsent(trees.feature(node), feature -> new TreeSet<>())
                        .add((float) trees.value(node));
            }
        }
        SortedMap<Integer, List<Float>> sorted = new TreeMap<>();
        distinct.forEach((feature, values) -> sorted.put(feature, List.copyOf(values)));
        return sorted;
    }

    private static final class Writer {

        private final CompiledTrees trees;
        private final Map<Integer, List<Float>> thresholds;
        private final PackedOutput features = new PackedOutput();
        private final PackedOutput thresholdIndexes = new PackedOutput();
        private final PackedOutput leaves = new PackedOutput();

        Writer(CompiledTrees trees, Map<Integer, List<Float>> thresholds) {
            this.trees = trees;
            this.thresholds = thresholds;
        }

        void write(int node) {
            if (trees.isLeaf(node)) {
                features.writeCount(0);
                leaves.writeSigned(quanta(trees.value(node)));
                return;
            }
            int feature = trees.feature(node);
            features.writeCount(feature + 1);
            List<Float> values = thresholds.getOrDefault(feature, List.of());
            thresholdIndexes.writeCount(Collections.binarySearch(values, (float) trees.value(node)));
            write(trees.left(node));
            write(trees.left(node) + 1);
        }

        private static long quanta(double value) {
            double quanta = value / CompiledTrees.LEAF_QUANTUM;
            if (quanta != Math.rint(quanta)) {
                throw new IllegalArgumentException(
                        "leaf (" + value + ") is not a multiple of " + CompiledTrees.LEAF_QUANTUM);
            }
            return (long) quanta;
        }
    }

    private static final class Reader {

        /** No tree is deeper: garbled files must not exhaust the stack. */
        private static final int DEEPEST = 200;

        private final PackedInput features;
        private final PackedInput thresholdIndexes;
        private final PackedInput leaves;
        private final float[][] thresholds;
        private final TreeAssembler assembler;

        Reader(PackedInput input, float[][] thresholds, TreeAssembler assembler) {
            this.features = new PackedInput(input.readBlock());
            this.thresholdIndexes = new PackedInput(input.readBlock());
            this.leaves = new PackedInput(input.readBlock());
            this.thresholds = thresholds;
            this.assembler = assembler;
        }

        void read(int node, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("a tree is too deep");
            }
            int tag = features.readCount();
            if (tag == 0) {
                assembler.setLeaf(node, leaves.readSigned() * CompiledTrees.LEAF_QUANTUM);
                return;
            }
            float threshold = thresholds[tag - 1][thresholdIndexes.readCount()];
            int left = assembler.setSplit(node, tag - 1, threshold);
            read(left, depth + 1);
            read(left + 1, depth + 1);
        }
    }
}
