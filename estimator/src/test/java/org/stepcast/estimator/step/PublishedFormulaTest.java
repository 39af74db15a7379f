package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.stepcast.core.dataset.PublishedOperator.CROSS_ENTROPY;
import static org.stepcast.core.dataset.PublishedOperator.EMBEDDING;
import static org.stepcast.core.dataset.PublishedOperator.FLASH_ATTENTION;
import static org.stepcast.core.dataset.PublishedOperator.GELU;
import static org.stepcast.core.dataset.PublishedOperator.LINEAR1;
import static org.stepcast.core.dataset.PublishedOperator.LINEAR2;
import static org.stepcast.core.dataset.PublishedOperator.LINEAR3;
import static org.stepcast.core.dataset.PublishedOperator.LINEAR4;
import static org.stepcast.core.dataset.PublishedOperator.LINEAR_FINAL;
import static org.stepcast.core.dataset.PublishedOperator.RESIDUAL_ADD;
import static org.stepcast.core.dataset.PublishedOperator.RMS_LAYER_NORM;
import static org.stepcast.core.dataset.PublishedOperator.ROTARY_EMBEDDING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.estimator.config.PublishedJob;
import org.stepcast.estimator.step.PublishedTimes.PassMicros;
import org.stepcast.estimator.step.PublishedTimes.StageUpdate;
import org.stepcast.estimator.step.PublishedTimes.Update;

/** The formula against the result that estimate-train-time published for its first example, with its operator times. */
class PublishedFormulaTest {

    private static final double PUBLISHED_STEP_MICROS = 9465235.013464015;

    private static final List<PublishedOperator> LAYER = List.of(
            RMS_LAYER_NORM,
            LINEAR1,
            ROTARY_EMBEDDING,
            FLASH_ATTENTION,
            LINEAR2,
            RMS_LAYER_NORM,
            RESIDUAL_ADD,
            LINEAR3,
            GELU,
            LINEAR4,
            RESIDUAL_ADD);

    private static final Map<PublishedOperator, PassMicros> OPERATORS = Map.ofEntries(
            Map.entry(EMBEDDING, new PassMicros(939.1976386243381, 2063.5774)),
            Map.entry(RMS_LAYER_NORM, new PassMicros(827.6002197265625, 3904.70556640625)),
            Map.entry(LINEAR1, new PassMicros(3275.203800000001, 5941.003285714284)),
            Map.entry(ROTARY_EMBEDDING, new PassMicros(745.9142456054688, 1843.3211669921875)),
            Map.entry(FLASH_ATTENTION, new PassMicros(2751.854736328125, 8597.763671875)),
            Map.entry(LINEAR2, new PassMicros(531.9793090820312, 1499.291015625)),
            Map.entry(LINEAR3, new PassMicros(4279.092200000001, 7450.789797619036)),
            Map.entry(GELU, new PassMicros(366.279052734375, 493.0782470703125)),
            Map.entry(LINEAR4, new PassMicros(3802.895400000001, 7531.614578571427)),
            Map.entry(LINEAR_FINAL, new PassMicros(13239.877861904768, 23536.006826190434)),
            Map.entry(CROSS_ENTROPY, new PassMicros(3507.238000000012, 1141.8366666666648)),
            Map.entry(RESIDUAL_ADD, new PassMicros(231.90689086914062, 231.90689086914062)));

    private final PublishedFormula formula = new PublishedFormula(
            new PublishedJob(
                    "NVIDIAA100-SXM4-80GB",
                    List.copyOf(OPERATORS.keySet()),
                    LAYER,
                    RMS_LAYER_NORM,
                    1_260_000_000,
                    2,
                    2,
                    4),
            8,
            4,
            PublishedLayers.of(32, 4));

    private final PublishedTimes times = new PublishedTimes(
            OPERATORS,
            23223.435999999972,
            2066.9319758439647,
            24404.514295104902,
            new Update(
                    new StageUpdate(18607.351429162492, 23469.25390625),
                    new StageUpdate(18487.69066951119, 22148.486328125),
                    new StageUpdate(14484.297177422819, 23950.021484375)));

    @Test
    void reproducesThePublishedStepTime() {
        assertThat(formula.stepMicros(times)).isCloseTo(PUBLISHED_STEP_MICROS, within(1e-9 * PUBLISHED_STEP_MICROS));
    }

    @Test
    void stagesAreThePublishedOnes() {
        assertThat(formula.layerForward(times)).isCloseTo(22006.09691662934, within(1e-6));
        assertThat(formula.layerBackward(times)).isCloseTo(67770.04754633529, within(1e-6));
        assertThat(formula.headForward(times)).isCloseTo(179054.90494750303, within(1e-6));
        assertThat(formula.middleForward(times)).isCloseTo(198054.87224966407, within(1e-6));
        assertThat(formula.tailForward(times)).isCloseTo(149611.2975814074, within(1e-6));
        assertThat(formula.headBackward(times)).isCloseTo(544223.9577706823, within(1e-6));
        assertThat(formula.middleBackward(times)).isCloseTo(609930.4279170176, within(1e-6));
        assertThat(formula.tailBackward(times)).isCloseTo(435202.8343372751, within(1e-6));
    }

    @Test
    void layersAreCountedAsPublishedEvenWhereTheyDoNotAddUp() {
        assertThat(PublishedLayers.of(32, 4)).isEqualTo(new PublishedLayers(8, 9, 6));
        assertThat(PublishedLayers.of(44, 8)).isEqualTo(new PublishedLayers(5, 6, 3));
        assertThat(PublishedLayers.of(32, 1)).isEqualTo(new PublishedLayers(35, 37, 34));
        assertThat(PublishedLayers.of(32, 4).covers(32, 4)).isTrue();
        assertThat(PublishedLayers.of(32, 8).covers(32, 8)).isFalse();
        assertThat(PublishedLayers.of(32, 1).covers(32, 1)).isFalse();
    }
}
