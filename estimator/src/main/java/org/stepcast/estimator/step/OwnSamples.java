package org.stepcast.estimator.step;

import java.util.Optional;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.SampleSource;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

/**
 * Times of matrix products and attention from the samples of the job's own cluster, for devices of which kernels.yml does not
 * know what training reaches. Where it does, constants were fitted with its rates and go with them (docs/decisions/0007).
 */
interface OwnSamples {

    /** A product [m, k] by [k, n]. */
    Optional<OperatorTime> product(double m, double n, double k);

    /** The forward pass of flash attention. */
    Optional<OperatorTime> attention(Attention attention);

    /** A cluster without samples. */
    static OwnSamples none() {
        return new OwnSamples() {
            @Override
            public Optional<OperatorTime> product(double m, double n, double k) {
                return Optional.empty();
            }

            @Override
            public Optional<OperatorTime> attention(Attention attention) {
                return Optional.empty();
            }
        };
    }

    /** The samples of the job's cluster, as far as it has some and needs them. */
    static OwnSamples of(TrainingConfig config, TimeSource times, Machine machine) {
        boolean sampled = !(config.samples() instanceof SampleSource.FiguresOnly);
        return sampled && !machine.isCalibrated() && config.precision() != Precision.FP32
                ? new Asked(config, times)
                : none();
    }

    /** Asks a time source and passes on what is from samples. */
    record Asked(TrainingConfig config, TimeSource times) implements OwnSamples {

        @Override
        public Optional<OperatorTime> product(double m, double n, double k) {
            return sampled(new Gemm(whole(m), whole(n), whole(k), Bias.NONE));
        }

        @Override
        public Optional<OperatorTime> attention(Attention attention) {
            return sampled(attention);
        }

        private Optional<OperatorTime> sampled(Operator operator) {
            Precision precision = config.precision() == Precision.FP8 ? Precision.BF16 : config.precision();
            OperatorTime time = times.time(operator, Pass.FORWARD, precision);
            return time.origin() == Origin.ANALYTIC ? Optional.empty() : Optional.of(time);
        }

        private static long whole(double size) {
            return Math.max(1, Math.round(size));
        }
    }
}
