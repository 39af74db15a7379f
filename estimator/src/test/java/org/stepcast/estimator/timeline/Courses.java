package org.stepcast.estimator.timeline;

import java.util.Collections;
import java.util.List;
import org.stepcast.estimator.schedule.InterleavedOneForwardOneBackward;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.schedule.ZeroBubble;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.step.StepCourse;
import org.stepcast.estimator.step.StepCourse.PassShares;
import org.stepcast.estimator.step.StepCourse.StepEndPart;

/** Small steps to draw. */
final class Courses {

    private Courses() {}

    /** One micro-batch through two stages: a fifth of each backward pass repeats the forward pass, sends take 2. */
    static StepCourse pair() {
        PipelineRun run = PipelineSimulation.run(
                new OneForwardOneBackward(), Collections.nCopies(2, new StageTimes(10, 20, 2)), 1);
        return of(run);
    }

    /** Two chunks on each of three stages, and sends that take longer than passes and so overlap. */
    static StepCourse interleaved() {
        return of(PipelineSimulation.run(
                new InterleavedOneForwardOneBackward(2), Collections.nCopies(6, new StageTimes(10, 20, 35)), 6));
    }

    static StepCourse zeroBubble() {
        return of(PipelineSimulation.run(
                new ZeroBubble(), Collections.nCopies(3, new StageTimes(10.0 / 3, 9.1, 7.7, 1.3, 1.7)), 7));
    }

    private static StepCourse of(PipelineRun run) {
        List<StepEndPart> end = List.of(
                new StepEndPart("gradient reduce_scatter", Part.DATA_PARALLEL_EXPOSED, 3, 6),
                new StepEndPart("optimizer step", Part.OPTIMIZER, 5, 0),
                new StepEndPart("parameter all_gather", Part.DATA_PARALLEL_EXPOSED, 4, 8));
        return new StepCourse(
                run,
                Collections.nCopies(run.parts().size(), new PassShares(4, 1, 2)),
                Collections.nCopies(run.stageCount(), end));
    }
}
