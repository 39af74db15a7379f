package org.stepcast.sampler.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.config.Axis;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid.Repetition;

final class GridTest {

    private static final TargetGrid NORMS = new TargetGrid(
            "layernorm",
            List.of(
                    new Axis("b", List.of("1", "2")),
                    new Axis("l", List.of("64", "128")),
                    new Axis("dim", List.of("32", "64", "96"))));

    @Test
    void theLastColumnTurnsFastest() {
        assertThat(plan(Repetition.KEPT, Long.MAX_VALUE).shapes())
                .extracting(GridShape::text)
                .startsWith("1x64x32", "1x64x64", "1x64x96", "1x128x32")
                .endsWith("2x128x96")
                .hasSize(2 * 2 * 3);
    }

    @Test
    void twoSequencesOf64AreOneOf128ForANorm() {
        GridPlan plan = plan(Repetition.LEFT_OUT, Long.MAX_VALUE);

        assertThat(plan.possibleCount()).isEqualTo(12);
        assertThat(plan.shapes())
                .hasSize(12 - 3)
                .noneMatch(shape -> shape.text().startsWith("2x64x"));
    }

    @Test
    void shapesBeyondTheMemoryAreLeftOut() {
        GridPlan plan = plan(Repetition.KEPT, 100_000);

        assertThat(plan.shapes()).isNotEmpty().hasSizeLessThan(12);
        assertThat(plan.distinctCount()).isEqualTo(12);
    }

    @Test
    void partsAreDisjointCompleteAndInPublishedOrder() {
        GridPlan whole = plan(Repetition.KEPT, Long.MAX_VALUE);
        List<GridPlan> parts = IntStream.rangeClosed(1, 5)
                .mapToObj(k -> whole.of(new Part(5, k)))
                .toList();

        assertThat(parts.stream().flatMap(part -> part.shapes().stream()))
                .containsExactlyInAnyOrderElementsOf(whole.shapes());
        // Shape i, counted from 1, is of part k when i mod parts = k - 1.
        assertThat(parts.get(0).shapes()).extracting(GridShape::row).containsExactly(5L, 10L);
        assertThat(parts.get(1).shapes()).extracting(GridShape::row).containsExactly(1L, 6L, 11L);
    }

    @Test
    void aPartBeyondTheirNumberIsRefused() {
        assertThatThrownBy(() -> new Part(4, 5))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--part (5) must be from 1 to --parts (4)");
    }

    @Test
    void collectivesNeedALaunch() {
        TargetGrid allReduce = new TargetGrid("allreduce", List.of(new Axis("shape", List.of("1024"))));

        assertThatThrownBy(() ->
                        Grid.ofOperators(Precision.FP32, 1, Repetition.KEPT).plan(allReduce))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("sampler collect");
    }

    private static GridPlan plan(Repetition repetition, long memoryBytes) {
        return Grid.ofOperators(Precision.FP32, memoryBytes, repetition).plan(NORMS);
    }
}
