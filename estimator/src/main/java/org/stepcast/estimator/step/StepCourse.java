package org.stepcast.estimator.step;

import java.util.List;
import org.stepcast.estimator.schedule.PipelineRun;

/**
 * What every stage does when, for timelines. As composed, before a calibration factor; {@link #totalMicros} is the step.
 *
 * @param parts what the passes of each part of the pipeline are made of, in the order of {@code run.parts()}
 * @param ends what follows the last task of each stage, in order
 */
public record StepCourse(PipelineRun run, List<PassShares> parts, List<List<StepEndPart>> ends) {

    /** Of one micro-batch's passes through one part of the pipeline; both backward shares are in its backward time. */
    public record PassShares(double recomputeMicros, double forwardCollectiveMicros, double backwardCollectiveMicros) {}

    /**
     * One thing at the end of a step.
     *
     * @param hiddenMicros what of it runs beside the computation of passes
     */
    public record StepEndPart(String name, Part part, double exposedMicros, double hiddenMicros) {}

    public StepCourse {
        parts = List.copyOf(parts);
        ends = ends.stream().map(List::copyOf).toList();
    }

    /** When the last stage has finished everything. */
    public double totalMicros() {
        double total = 0;
        for (int stage = 0; stage < ends.size(); stage++) {
            double endMicros = ends.get(stage).stream()
                    .mapToDouble(StepEndPart::exposedMicros)
                    .sum();
            total = Math.max(total, run.endMicros().get(stage) + endMicros);
        }
        return total;
    }
}
