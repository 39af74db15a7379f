package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.config.Presets.Preset;

final class PresetsTest {

    private static final Presets PRESETS = Presets.builtIn();

    /** Source: the files of weights on Hugging Face that each preset's source names; gpt-3-175b is tested apart. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2           |    124_439_808",
                "gpt2-medium    |    354_823_168",
                "gpt2-large     |    774_030_080",
                "gpt2-xl        |  1_557_611_200",
                "gpt-neox-20b   | 20_554_567_680",
                "llama-7b       |  6_738_415_616",
                "llama-13b      | 13_015_864_320",
                "llama-30b      | 32_528_943_616",
                "llama-65b      | 65_285_660_672",
                "llama-2-7b     |  6_738_415_616",
                "llama-2-13b    | 13_015_864_320",
                "llama-2-70b    | 68_976_648_192",
                "llama-3-8b     |  8_030_261_248",
                "llama-3-70b    | 70_553_706_496",
                "llemma-7b      |  6_738_546_688",
                "tinyllama-1.1b |  1_100_048_384",
                "mistral-7b     |  7_241_732_096",
                "qwen2-7b       |  7_615_616_512",
            })
    void haveThePublishedParameterCount(String name, String published) {
        assertThat(model(name).parameterCount()).isEqualTo(Long.parseLong(published.replace("_", "")));
    }

    /** Brown et al. 2020 round to 175.0 billion. */
    @Test
    void gpt3HasItsParametersToTheRoundingOfItsPaper() {
        assertThat((double) model("gpt-3-175b").parameterCount()).isCloseTo(175.0e9, within(0.5e9));
    }

    @Test
    void countsTheSmallestModelByHand() {
        long attention = 4 * (768 * 768 + 768);
        long mlp = 768 * 3072 + 3072 + 3072 * 768 + 768;
        long norms = 2 * 2 * 768;
        long tables = (50257 + 1024) * 768;
        assertThat(model("gpt2").parameterCount()).isEqualTo(tables + 12 * (attention + mlp + norms) + 2 * 768);
    }

    @Test
    void eachNamesItsSource() {
        assertThat(PRESETS.all()).extracting(Preset::source).allMatch(source -> source.length() > 20);
    }

    @Test
    void theNameIsTheModelsName() {
        assertThat(PRESETS.names())
                .allSatisfy(name -> assertThat(model(name).name()).isEqualTo(name));
    }

    private static Architecture model(String name) {
        return PRESETS.find(name).orElseThrow().model();
    }
}
