package org.stepcast.estimator.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

/** Laws that hold for the rows of every family. */
class FeatureSchemaTest {

    private static final List<Device> DEVICES = List.of(
            DeviceTable.builtIn().named("A100-SXM4-80GB"), DeviceTable.builtIn().named("B200"));

    /** A small and a large shape of each family, chosen so that kernels, branches and alignments differ. */
    private static Stream<Arguments> families() {
        return Stream.of(
                family(new Activation(ActivationKind.GELU, 1, 7), new Activation(ActivationKind.GELU, 65536, 32768)),
                family(
                        new Attention(1, 128, 1, 1, 40, AttentionMask.CAUSAL),
                        new Attention(8, 32768, 64, 8, 256, AttentionMask.CAUSAL)),
                family(
                        new BatchedGemm(BatchedGemmKind.SCORES, 1, 3, 5, 7),
                        new BatchedGemm(BatchedGemmKind.SCORES, 640, 4096, 4096, 128)),
                family(
                        new Collective(CollectiveKind.ALL_GATHER, 1, new GroupShape(1, 2)),
                        new Collective(CollectiveKind.ALL_GATHER, 1e10, new GroupShape(512, 8))),
                family(new CrossEntropy(1, 1, 1), new CrossEntropy(8, 8192, 128256)),
                family(
                        new ElementWise(ElementWiseKind.RESIDUAL_ADD, 1),
                        new ElementWise(ElementWiseKind.RESIDUAL_ADD, 1L << 33)),
                family(new Embedding(1, 1, 1), new Embedding(1 << 17, 128256, 16384)),
                family(
                        new ExpertLayer(1, 64, 64, 1, 8, 1, 1, Routing.BALANCED),
                        new ExpertLayer(65536, 7168, 2048, 8, 256, 2, 32, Routing.POWER_LAW_1_2)),
                family(new Gemm(1, 1, 1, Bias.NONE), new Gemm(1 << 17, 53248, 16384, Bias.ADDED)),
                family(new MaskFill(1, 1, 1), new MaskFill(640, 5120, 5120)),
                family(
                        new Normalization(NormalizationKind.LAYER_NORM, 1, 1),
                        new Normalization(NormalizationKind.LAYER_NORM, 1 << 17, 16384)),
                family(new OptimizerStep(1, 1, 1), new OptimizerStep(70_000_000_000L, 723, 1_000_000_000)),
                family(new RotaryEmbedding(1, 1, 1, 1, 40), new RotaryEmbedding(8, 8192, 64, 8, 128)),
                family(new Softmax(SoftmaxKind.PLAIN, 1, 1, 1), new Softmax(SoftmaxKind.PLAIN, 640, 5120, 5120)),
                family(
                        new Softmax(SoftmaxKind.CAUSAL_FUSED, 1, 1, 1),
                        new Softmax(SoftmaxKind.CAUSAL_FUSED, 512, 2048, 2048)));
    }

    private static Arguments family(Operator small, Operator large) {
        return Arguments.of(small, large);
    }

    private static List<Pass> passes(Operator operator) {
        return operator instanceof Collective || operator instanceof OptimizerStep
                ? List.of(Pass.WHOLE)
                : List.of(Pass.FORWARD, Pass.BACKWARD);
    }

    @ParameterizedTest
    @MethodSource("families")
    void rowsOfOneFamilyAndPassNameTheSameNumbers(Operator small, Operator large) {
        for (Pass pass : passes(small)) {
            FeatureRow first = FeatureSchema.describe(small, pass, Precision.FP16, DEVICES.getFirst());
            FeatureRow second = FeatureSchema.describe(large, pass, Precision.FP16, DEVICES.getLast());
            assertThat(second.termNames()).isEqualTo(first.termNames()).doesNotHaveDuplicates();
            assertThat(second.hostTerms()).hasSameSizeAs(first.hostTerms());
            assertThat(names(second)).isEqualTo(names(first)).doesNotHaveDuplicates();
            assertThat(dimensionNames(second)).isEqualTo(dimensionNames(first)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void moreWorkTakesMoreDeviceTime(Operator small, Operator large) {
        for (Pass pass : passes(small)) {
            for (Device device : DEVICES) {
                assertThat(deviceMicros(large, pass, device)).isGreaterThan(deviceMicros(small, pass, device));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void featuresAreSinglePrecision(Operator small, Operator large) {
        for (Pass pass : passes(large)) {
            FeatureRow row = FeatureSchema.describe(large, pass, Precision.FP16, DEVICES.getFirst());
            assertThat(row.features()).allMatch(feature -> feature.value() == (float) feature.value());
            assertThat(row.size())
                    .isGreaterThan(FeatureSchema.describe(small, pass, Precision.FP16, DEVICES.getFirst())
                            .size());
        }
    }

    private static double deviceMicros(Operator operator, Pass pass, Device device) {
        return FeatureSchema.describe(operator, pass, Precision.FP16, device).deviceTerms().stream()
                .mapToDouble(Term::micros)
                .sum();
    }

    private static List<String> names(FeatureRow row) {
        return row.features().stream().map(Feature::name).toList();
    }

    private static List<String> dimensionNames(FeatureRow row) {
        return row.dimensions().stream().map(Dimension::name).toList();
    }
}
