package org.stepcast.estimator.schedule;

/**
 * One pass of one micro-batch through one chunk of a stage.
 *
 * @param chunk which of the stage's virtual stages, counted from 0; always 0 where stages are not divided
 * @param microBatch counted from 0
 */
public record Task(Kind kind, int chunk, int microBatch) {

    /** What a pass computes. */
    public enum Kind {
        FORWARD,
        /** Both gradients in one go. */
        BACKWARD,
        /** The half of a backward pass that the previous chunk waits for. */
        INPUT_GRADIENT,
        /** The half of a backward pass that nobody waits for. */
        WEIGHT_GRADIENT
    }

    /** Takes the tasks of one stage in the order in which the stage runs them. */
    public interface Order {

        /** The next task; a {@link Task} without the object, of which long runs would need hundreds of thousands. */
        void then(Kind kind, int chunk, int microBatch);
    }
}
