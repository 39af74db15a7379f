package org.stepcast.estimator.regression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.stepcast.estimator.regression.CompiledTrees.Combination;

/** XGBoost's JSON model, format of version 3. */
final class BoosterModel {

    private static final int NO_CHILD = -1;

    private BoosterModel() {}

    /** The trees of a model whose base score is 0. */
    static CompiledTrees compile(byte[] json) {
        TreeAssembler assembler = new TreeAssembler(Combination.SUM);
        JsonNode trees = parse(json).at("/learner/gradient_booster/model/trees");
        for (JsonNode tree : trees) {
            int root = assembler.addRoot();
            copy(tree, 0, assembler, root);
        }
        return assembler.trees();
    }

    private static void copy(JsonNode tree, int from, TreeAssembler assembler, int to) {
        int left = tree.get("left_children").get(from).asInt();
        double condition = (float) tree.get("split_conditions").get(from).asDouble();
        if (left == NO_CHILD) {
            assembler.setLeaf(to, condition);
            return;
        }
        int feature = tree.get("split_indices").get(from).asInt();
        int child = assembler.setSplit(to, feature, condition);
        copy(tree, left, assembler, child);
        copy(tree, tree.get("right_children").get(from).asInt(), assembler, child + 1);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException garbled) {
            throw new UncheckedIOException("XGBoost wrote a model that is not JSON", garbled);
        }
    }
}
