package org.stepcast.sampler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.config.Axis;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.Grid.Repetition;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.grid.ShapeSpace;

final class WidestFirstTest {

    private static final List<String> WIDTHS =
            List.of("64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384");
    private static final List<GridShape> SHAPES = Grid.ofOperators(Precision.FP32, Long.MAX_VALUE, Repetition.KEPT)
            .plan(new TargetGrid(
                    "gemm", List.of(new Axis("m", List.of("64")), new Axis("n", WIDTHS), new Axis("k", List.of("64")))))
            .shapes();

    @Test
    void whereTheRateJumpsIsSampledBeforeWhereItIsSteady() {
        WidestFirst choice = new WidestFirst(ShapeSpace.of(SHAPES));
        List<GridShape> open = new ArrayList<>(SHAPES);
        for (String steady : List.of("64", "256", "512", "1024")) {
            open.remove(learn(choice, steady, 1));
        }
        for (String slow : List.of("4096", "8192", "16384")) {
            open.remove(learn(choice, slow, 3));
        }

        assertThat(choice.next(open).orElseThrow().text()).isEqualTo("64x2048x64");
    }

    @Test
    void betweenEqualRatesTheWidestGapComesFirst() {
        WidestFirst choice = new WidestFirst(ShapeSpace.of(SHAPES));
        learn(choice, "64", 1);
        learn(choice, "128", 1.1);
        learn(choice, "16384", 1);

        assertThat(choice.next(List.of(shape("256"), shape("2048"), shape("8192")))
                        .orElseThrow())
                .isEqualTo(shape("2048"));
    }

    private static GridShape learn(WidestFirst choice, String width, double microsPerWork) {
        choice.learn(shape(width), microsPerWork * AmountOfWork.of(shape(width).operator()));
        return shape(width);
    }

    private static GridShape shape(String width) {
        return SHAPES.get(WIDTHS.indexOf(width));
    }
}
