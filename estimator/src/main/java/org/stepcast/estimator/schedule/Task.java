package org.stepcast.estimator.schedule;

/** One pass of one micro-batch, counted from 0, on a stage. */
public record Task(Direction direction, int microBatch) {

    /** Which way the micro-batch flows through the pipeline. */
    public enum Direction {
        FORWARD,
        BACKWARD
    }

    static Task forward(int microBatch) {
        return new Task(Direction.FORWARD, microBatch);
    }

    static Task backward(int microBatch) {
        return new Task(Direction.BACKWARD, microBatch);
    }
}
