package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.regression.Regressor;
import org.stepcast.estimator.regression.SampledRange;

/**
 * A regressor with what its selection found out.
 *
 * @param heldOutLogErrors ln(time / prediction) of each row, predicted by trees that did not see its shape
 */
record FittedModel(Regressor regressor, SampledRange range, List<Double> heldOutLogErrors) {

    FittedModel {
        heldOutLogErrors = List.copyOf(heldOutLogErrors);
    }
}
