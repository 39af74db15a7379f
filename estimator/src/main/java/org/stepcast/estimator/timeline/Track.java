package org.stepcast.estimator.timeline;

import java.util.List;

/**
 * One line of a timeline: spans of one stage that follow each other.
 *
 * @param name of the stream, numbered where several of its spans run at a time: {@code pipeline 2}
 */
public record Track(int stage, Stream stream, String name, List<Span> spans) {

    /** What in a device works beside the others. */
    public enum Stream {
        COMPUTE("compute"),
        TENSOR("tensor"),
        PIPELINE("pipeline"),
        DATA("data");

        private final String label;

        Stream(String label) {
            this.label = label;
        }

        /** The name that tracks have. */
        public String label() {
            return label;
        }
    }

    public Track {
        spans = List.copyOf(spans);
    }
}
