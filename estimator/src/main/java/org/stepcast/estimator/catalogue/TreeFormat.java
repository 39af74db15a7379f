package org.stepcast.estimator.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** No tree is deeper: garbled files must not exhaust the stack. */
    private static final int DEEPEST = 200;

    private TreeFormat() {}

    static void write(CompiledTrees trees, PackedOutput output) {
        Map<Integer, List<Float>> thresholds = thresholds(trees);
        output.writeText(trees.combination().name());
        output.writeCount(trees.treeCount());
        output.writeCount(thresholds.size());
        thresholds.forEach((feature, values) -> {
            output.writeCount(feature);
            output.writeCount(values.size());
            values.forEach(output::writeFloat);
        });
        Writer writer = new Writer(trees, thresholds);
        for (int tree = 0; tree < trees.treeCount(); tree++) {
            writer.write(trees.root(tree));
        }
        output.writeBlock(writer.features.toBytes());
        output.writeBlock(writer.thresholdIndexes.toBytes());
        output.writeBlock(writer.leaves.toBytes());
    }

    static CompiledTrees read(PackedInput input) {
        Combination combination = Combination.valueOf(input.readText());
        int treeCount = input.readCount();
        int featureCount = input.readCount();
        Map<Integer, List<Float>> thresholds = new TreeMap<>();
        for (int index = 0; index < featureCount; index++) {
            int feature = input.readCount();
            List<Float> values = new ArrayList<>();
            int valueCount = input.readLength();
            for (int value = 0; value < valueCount; value++) {
                values.add(input.readFloat());
            }
            thresholds.put(feature, values);
        }
        Reader reader = new Reader(input, thresholds, new TreeAssembler(combination));
        for (int tree = 0; tree < treeCount; tree++) {
            reader.read(reader.assembler.addRoot(), 0);
        }
        return reader.assembler.trees();
    }

    private static Map<Integer, List<Float>> thresholds(CompiledTrees trees) {
        Map<Integer, TreeSet<Float>> distinct = new TreeMap<>();
        for (int node = 0; node < trees.nodeCount(); node++) {
            if (!trees.isLeaf(node)) {
                distinct.computeIfAbsent(trees.feature(node), feature -> new TreeSet<>())
                        .add((float) trees.value(node));
            }
        }
        Map<Integer, List<Float>> sorted = new TreeMap<>();
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
            thresholdIndexes.writeCount(Collections.binarySearch(thresholds.get(feature), (float) trees.value(node)));
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

        private final PackedInput features;
        private final PackedInput thresholdIndexes;
        private final PackedInput leaves;
        private final Map<Integer, List<Float>> thresholds;
        private final TreeAssembler assembler;

        Reader(PackedInput input, Map<Integer, List<Float>> thresholds, TreeAssembler assembler) {
            this.features = PackedInput.of(input.readBlock());
            this.thresholdIndexes = PackedInput.of(input.readBlock());
            this.leaves = PackedInput.of(input.readBlock());
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
            List<Float> values = thresholds.getOrDefault(tag - 1, List.of());
            int index = thresholdIndexes.readCount();
            if (index >= values.size()) {
                throw new IllegalArgumentException("a tree splits where it has no threshold");
            }
            int left = assembler.setSplit(node, tag - 1, values.get(index));
            read(left, depth + 1);
            read(left + 1, depth + 1);
        }
    }
}
