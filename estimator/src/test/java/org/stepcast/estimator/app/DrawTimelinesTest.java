package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pictures of docs/schedules/ are what scripts/draw-timelines draws. */
class DrawTimelinesTest {

    private static final Path PICTURES = Path.of("..", "docs", "schedules");

    @Test
    void schedulesLookAsTheyAreDocumented() {
        assertThat(DrawTimelines.schedules())
                .hasSize(4)
                .allSatisfy(
                        (name, picture) -> assertThat(PICTURES.resolve(name)).hasContent(picture));
    }
}
