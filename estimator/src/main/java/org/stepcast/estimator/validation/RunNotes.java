package org.stepcast.estimator.validation;

import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/** What the notes of a run say of its model, and whether its parameter count tells that tables are shared. */
record RunNotes(RunRow row) {

    private static final Pattern DENSE_LAYERS = Pattern.compile("dense_layers=(\\d+)");
    private static final Pattern DENSE_WIDTH = Pattern.compile("dense ffn (\\d+)");
    private static final Pattern SHARED_WIDTH = Pattern.compile("shared (\\d+)");
    private static final Pattern EXPERT_TENSOR = Pattern.compile("\\betp[ =]?(\\d+)");
    private static final double BILLION = 1e9;

    Architecture refine(Architecture model) {
        return model.experts() instanceof Mixture mixture ? withLayers(model, mixture) : withTables(model);
    }

    /** Ranks that each expert is divided over: one where experts are spread over ranks, unless the notes say otherwise. */
    long expertTensorSize(ParallelPlan plan) {
        return number(EXPERT_TENSOR).orElse(plan.expertSize() > 1 ? 1 : plan.tensorSize());
    }

    private Architecture withLayers(Architecture model, Mixture mixture) {
        FeedForward expert = mixture.expert();
        OptionalLong shared = number(SHARED_WIDTH);
        Mixture told = new Mixture(
                mixture.expertCount(),
                mixture.topKCount(),
                expert,
                shared.isPresent()
                        ? new Experts.Shared.Always(
                                new FeedForward(expert.activation(), shared.getAsLong()), Experts.Gate.NONE)
                        : mixture.shared(),
                number(DENSE_LAYERS).orElse(mixture.denseLayerCount()),
                mixture.periodCount(),
                mixture.capacity(),
                mixture.routing(),
                mixture.groups());
        long width = number(DENSE_WIDTH).orElse(model.feedForward().size());
        return model.withFeedForward(new FeedForward(expert.activation(), width), told);
    }

    /** Shared tables or not: what comes nearer to the number of parameters that the run tells. */
    private Architecture withTables(Architecture model) {
        OptionalDouble billions = row.number("params_b");
        if (billions.isEmpty()) {
            return model;
        }
        double told = billions.getAsDouble() * BILLION;
        return Stream.of(Embeddings.TIED, Embeddings.UNTIED)
                .map(model::withEmbeddings)
                .min(Comparator.comparingDouble(other -> Math.abs(other.parameterCount() - told)))
                .orElseThrow();
    }

    private OptionalLong number(Pattern pattern) {
        Matcher matcher = pattern.matcher(row.text("notes").orElse(""));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
