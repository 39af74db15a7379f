package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.Jobs;
import org.stepcast.estimator.step.MatrixProducts.Product;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

class MatrixProductsTest {

    /** A product takes as many microseconds as what it sums over is long. */
    private static final TimeSource LENGTH_OF_SUMS = (operator, pass, precision) ->
            new OperatorTime(Interval.exactly(operator instanceof Gemm gemm ? gemm.k() : 1), Origin.INTERPOLATED, "");

    private static MatrixProducts products(double slowdown) {
        TrainingConfig config = Jobs.of(1, 1, 1).config();
        Workload work = Workload.of(config, Execution.of(config)).withTimes(LENGTH_OF_SUMS);
        String family = work.machine().family();
        return new MatrixProducts(work, Tuning.of(Map.of("gemm." + family, slowdown, "gemm.first_year", 1.0)));
    }

    @Test
    void gradientsAreProductsOfTheirOwnShapes() {
        assertThat(products(1).times(new Product("any", 2, 3, 5, 1))).isEqualTo(new ProductTimes(5, 3, 2));
    }

    @Test
    void trainingIsSlowerThanSamplesByTheFittedFactor() {
        assertThat(products(1.5).times(new Product("any", 2, 4, 8, 1))).isEqualTo(new ProductTimes(12, 6, 3));
    }

    @Test
    void aLayerRunsEachProductAsOftenAsItSays() {
        MatrixProducts products = products(1);

        double forward = 0;
        for (Product product : products.layer(LayerKind.DENSE)) {
            forward += product.countFactor() * product.k();
        }
        assertThat(products.layerTimes(LayerKind.DENSE).forwardMicros()).isEqualTo(forward);
    }
}
