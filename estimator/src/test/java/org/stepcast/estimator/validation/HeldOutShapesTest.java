package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

final class HeldOutShapesTest {

    private static final int SHAPE_COUNT = 50;
    private static final List<SampleTable> TABLES = List.of(table(Pass.FORWARD), table(Pass.BACKWARD));

    @Test
    void aFifthOfTheShapesIsHeldOut() {
        HeldOutShapes heldOut = HeldOutShapes.of(TABLES, 42);

        assertThat(heldOut.shapes()).hasSize(SHAPE_COUNT / 5);
        assertThat(samples(heldOut.test(TABLES))).hasSize(2 * 2 * SHAPE_COUNT / 5);
        assertThat(samples(heldOut.train(TABLES))).hasSize(2 * 2 * SHAPE_COUNT * 4 / 5);
    }

    @Test
    void noShapeIsOnBothSides() {
        HeldOutShapes heldOut = HeldOutShapes.of(TABLES, 42);

        List<Operator> train = samples(heldOut.train(TABLES));
        assertThat(samples(heldOut.test(TABLES))).doesNotContainAnyElementsOf(train);
    }

    @Test
    void theSeedDecides() {
        assertThat(HeldOutShapes.of(TABLES, 1)).isEqualTo(HeldOutShapes.of(TABLES, 1));
        assertThat(HeldOutShapes.of(TABLES, 1)).isNotEqualTo(HeldOutShapes.of(TABLES, 2));
    }

    /** Each shape measured twice. */
    private static SampleTable table(Pass pass) {
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < 2 * SHAPE_COUNT; row++) {
            Gemm gemm = new Gemm(64L * (1 + row % SHAPE_COUNT), 1024, 1024, Bias.NONE);
            samples.add(new Sample(gemm, pass, Precision.FP16, 10 + row, "gemm.csv", row + 2));
        }
        return new SampleTable("gemm.csv", "test", "A100", "gemm", Precision.FP16, pass, samples);
    }

    private static List<Operator> samples(List<SampleTable> tables) {
        return tables.stream()
                .flatMap(table -> table.samples().stream())
                .map(Sample::operator)
                .toList();
    }
}
