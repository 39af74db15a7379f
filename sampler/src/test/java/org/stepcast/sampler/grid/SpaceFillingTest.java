package org.stepcast.sampler.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.config.Axis;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid.Repetition;

final class SpaceFillingTest {

    @Test
    void theFirstShapesAreTheCornersAndAllComeOnce() {
        GridPlan plan = Grid.ofOperators(Precision.FP32, Long.MAX_VALUE, Repetition.KEPT)
                .plan(new TargetGrid(
                        "gemm",
                        List.of(
                                new Axis("m", List.of("1", "10", "100")),
                                new Axis("n", List.of("1", "10", "100")),
                                new Axis("k", List.of("64")))));

        GridPlan ordered = SpaceFilling.ordered(plan);

        assertThat(ordered.shapes()).containsExactlyInAnyOrderElementsOf(plan.shapes());
        assertThat(ordered.shapes().subList(0, 4))
                .extracting(GridShape::text)
                .containsExactlyInAnyOrder("1x1x64", "1x100x64", "100x1x64", "100x100x64");
        assertThat(ordered.shapes().get(4).text()).isEqualTo("10x10x64");
    }
}
