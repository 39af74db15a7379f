package org.stepcast.estimator.search;

import static org.stepcast.estimator.search.Divisors.divides;

import java.util.Optional;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.TrainingConfig;

/** Which layouts a job can have. They are those of docs/configuration.md, and what lies unevenly on nodes is left out. */
final class LayoutRules {

    private final TrainingConfig job;
    private final Architecture model;
    private final boolean evenStages;
    private final long entryCount;

    /** @param entryCount what an even division of stages divides */
    LayoutRules(TrainingConfig job, boolean evenStages, long entryCount) {
        this.job = job;
        this.model = job.model();
        this.evenStages = evenStages && job.parallel().stageSplit() instanceof StageSplit.Even;
        this.entryCount = entryCount;
    }

    /** The first rule that {@code layout} breaks, in words that hold for all layouts that break it. */
    Optional<String> refusal(Layout layout) {
        return tensor(layout)
                .or(() -> sequence(layout))
                .or(() -> pipeline(layout))
                .or(() -> batch(layout))
                .or(() -> experts(layout));
    }

    private Optional<String> tensor(Layout layout) {
        long tensor = layout.tensorSize();
        long shared = model.keyValueHeadCount();
        long perNode = job.cluster().node().deviceCount();
        return unless(
                        divides(tensor, model.headCount()),
                        "tensor does not divide the heads (" + model.headCount() + ")")
                .or(() -> unless(
                        divides(tensor, model.feedForwardSize()),
                        "tensor does not divide the feed-forward size (" + model.feedForwardSize() + ")"))
                .or(() -> unless(
                        divides(tensor, shared) || divides(shared, tensor),
                        "tensor and key-value heads (" + shared + ") do not divide each other"))
                .or(() -> unless(
                        divides(tensor, perNode) || divides(perNode, tensor),
                        "tensor groups would lie unevenly on nodes of " + perNode));
    }

    private Optional<String> sequence(Layout layout) {
        long tokens = job.batch().sequenceTokens();
        long context = layout.contextSize();
        boolean exchanges = context > 1 && layout.exchange() == ContextExchange.ALL_TO_ALL;
        boolean divided = layout.sequenceParallel() == SequenceParallel.ON;
        return unless(divides(context, tokens), "context does not divide the sequence (" + tokens + ")")
                .or(() -> unless(
                        !divided || divides(layout.tensorSize(), tokens / context),
                        "sequence parallelism: tensor does not divide the tokens of a rank"))
                .or(() -> unless(
                        !exchanges || divides(context, model.headCount() / layout.tensorSize()),
                        "context all_to_all: context does not divide the heads of a rank"));
    }

    private Optional<String> pipeline(Layout layout) {
        long stages = layout.pipelineSize();
        return unless(stages <= model.layerCount(), "more pipeline stages than layers (" + model.layerCount() + ")")
                .or(() -> unless(
                        !evenStages || divides(stages, entryCount),
                        "pipeline does not divide the layers (" + entryCount + ")"));
    }

    private Optional<String> batch(Layout layout) {
        long global = job.batch().globalSize();
        return unless(divides(layout.dataSize(), global), "data does not divide the global batch (" + global + ")");
    }

    private Optional<String> experts(Layout layout) {
        if (!(model.experts() instanceof Mixture mixture)) {
            return Optional.empty();
        }
        long expert = layout.expertSize();
        long parts = layout.expertTensorSize();
        long width = mixture.expert().size();
        boolean sharedDivides = !(mixture.shared() instanceof Shared.Always shared)
                || divides(layout.tensorSize(), shared.mlp().size());
        return unless(divides(expert, mixture.expertCount()), "expert does not divide the experts")
                .or(() -> unless(divides(parts, width), "expert_tensor does not divide an expert (" + width + ")"))
                .or(() -> unless(
                        divides(expert * parts, layout.stageRankCount()),
                        "expert · expert_tensor does not divide the ranks of a stage"))
                .or(() -> unless(sharedDivides, "tensor does not divide the shared expert"));
    }

    private static Optional<String> unless(boolean holds, String reason) {
        return holds ? Optional.empty() : Optional.of(reason);
    }
}
