package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.estimator.config.Biases;
import org.stepcast.estimator.config.Linear;
import org.stepcast.estimator.config.Recompute;

/** Gathers the operators of one layer in the order in which they run. */
final class UseList {

    private final Recompute recompute;
    private final Biases biases;
    private final List<OperatorUse> uses = new ArrayList<>();

    UseList(Recompute recompute, Biases biases) {
        this.recompute = recompute;
        this.biases = biases;
    }

    /** An operator that only full recomputation runs again. */
    void add(String name, Operator operator) {
        addFrom(Recompute.FULL, name, operator, 1);
    }

    /** {@code count} runs of an operator that only full recomputation runs again. */
    void add(String name, Operator operator, long count) {
        addFrom(Recompute.FULL, name, operator, count);
    }

    /** {@code count} runs of a part of the attention core, which selective recomputation runs again too. */
    void addCore(String name, Operator operator, long count) {
        addFrom(Recompute.SELECTIVE, name, operator, count);
    }

    /** A linear layer on {@code tokens} rows. */
    void add(Linear linear, long tokens) {
        add(
                linear.name(),
                new Gemm(
                        tokens,
                        linear.outputSize(),
                        linear.inputSize(),
                        biases.cover(linear.role()) ? Bias.ADDED : Bias.NONE));
    }

    private void addFrom(Recompute least, String name, Operator operator, long count) {
        boolean again = recompute.compareTo(least) >= 0;
        uses.add(new OperatorUse(name, operator, count, again ? count : 0));
    }

    List<OperatorUse> uses() {
        return uses;
    }
}
