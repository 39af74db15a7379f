package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.config.Presets.Preset;

final class PresetsTest {

    private static final Presets PRESETS = Presets.builtIn();

    /** Source: the files of weights on Hugging Face that each preset's source names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2              |         124_439_808",
                "gpt2-medium       |         354_823_168",
                "gpt2-large        |         774_030_080",
                "gpt2-xl           |       1_557_611_200",
                "gpt-neox-20b      |      20_554_567_680",
                "pythia-70m        |          70_426_624",
                "pythia-160m       |         162_322_944",
                "pythia-410m       |         405_334_016",
                "pythia-1b         |       1_011_781_632",
                "pythia-1.4b       |       1_414_647_808",
                "pythia-2.8b       |       2_775_208_960",
                "pythia-6.9b       |       6_857_302_016",
                "pythia-12b        |      11_846_072_320",
                "llama-7b          |       6_738_415_616",
                "llama-13b         |      13_015_864_320",
                "llama-30b         |      32_528_943_616",
                "llama-65b         |      65_285_660_672",
                "llama-2-7b        |       6_738_415_616",
                "llama-2-13b       |      13_015_864_320",
                "llama-2-70b       |      68_976_648_192",
                "llama-3-8b        |       8_030_261_248",
                "llama-3-70b       |      70_553_706_496",
                "llama-3.1-8b      |       8_030_261_248",
                "llama-3.1-70b     |      70_553_706_496",
                "llama-3.1-405b    |     405_853_388_800",
                "llama-3.2-1b      |       1_235_814_400",
                "llama-3.2-3b      |       3_212_749_824",
                "codellama-34b     |      33_743_970_304",
                "llemma-7b         |       6_738_546_688",
                "llemma-34b        |      33_743_970_304",
                "tinyllama-1.1b    |       1_100_048_384",
                "mistral-7b        |       7_241_732_096",
                "mistral-7b-v0.3   |       7_248_023_552",
                "mistral-nemo-12b  |      12_247_782_400",
                "mixtral-8x7b      |      46_702_792_704",
                "mixtral-8x22b     |     140_620_634_112",
                "qwen2-7b          |       7_615_616_512",
                "qwen2-0.5b        |         494_032_768",
                "qwen2-1.5b        |       1_543_714_304",
                "qwen2-72b         |      72_706_203_648",
                "qwen1.5-moe-a2.7b |      14_315_784_192",
                "qwen2.5-0.5b      |         494_032_768",
                "qwen2.5-1.5b      |       1_543_714_304",
                "qwen2.5-3b        |       3_085_938_688",
                "qwen2.5-7b        |       7_615_616_512",
                "qwen2.5-14b       |      14_770_033_664",
                "qwen2.5-32b       |      32_763_876_352",
                "qwen2.5-72b       |      72_706_203_648",
                "qwen3-8b          |       8_190_735_360",
                "qwen3-0.6b        |         596_049_920",
                "qwen3-1.7b        |       1_720_574_976",
                "qwen3-4b          |       4_022_468_096",
                "qwen3-14b         |      14_768_307_200",
                "qwen3-32b         |      32_762_123_264",
                "qwen3-30b-a3b     |      30_532_122_624",
                "qwen3-235b-a22b   |     235_093_634_560",
                "deepseek-llm-7b   |       6_910_365_696",
                "deepseek-moe-16b  |      16_375_728_128",
                "deepseek-v2-lite  |      15_706_484_224",
                "deepseek-v2       |     235_741_434_880",
                "deepseek-v3       |     671_026_404_352",
                "opt-125m          |         125_239_296",
                "opt-1.3b          |       1_315_758_080",
                "opt-2.7b          |       2_651_596_800",
                "opt-6.7b          |       6_658_473_984",
                "opt-13b           |      12_853_473_280",
                "opt-30b           |      29_974_540_288",
                "bloom-560m        |         559_214_592",
                "bloom-1b1         |       1_065_314_304",
                "bloom-1b7         |       1_722_408_960",
                "bloom-3b          |       3_002_557_440",
                "bloom-7b1         |       7_069_016_064",
                "bloom-176b        |     176_247_271_424",
                "falcon-7b         |       6_921_720_704",
                "falcon-40b        |      41_303_293_952",
                "mpt-7b            |       6_649_286_656",
                "gemma-7b          |       8_537_680_896",
                "gemma-2b          |       2_506_172_416",
                "phi-2             |       2_779_683_840",
                "phi-1.5           |       1_418_270_720",
                "phi-3-mini        |       3_821_079_552",
                "phi-3-medium      |      13_960_238_080",
                "phi-4             |      14_659_507_200",
                "baichuan2-7b      |       7_505_973_248",
                "baichuan2-13b     |      13_896_668_160",
                "internlm2-7b      |       7_737_708_544",
                "internlm2-20b     |      19_861_149_696",
            })
    void haveThePublishedParameterCount(String name, String published) {
        assertThat(model(name).parameterCount()).isEqualTo(Long.parseLong(published.replace("_", "")));
    }

    /** Source: the tables of the papers that each preset's source names, in billions. */
    @ParameterizedTest
    @CsvSource({
        "gpt-3-2.7b,      2.7, 0.07",
        "gpt-3-6.7b,      6.7, 0.05",
        "gpt-3-13b,       13.0, 0.2",
        "gpt-3-175b,      175.0, 0.5",
        "megatron-1.7b,   1.7, 0.06",
        "megatron-3.6b,   3.6, 0.06",
        "megatron-7.5b,   7.5, 0.06",
        "megatron-18.4b,  18.4, 0.06",
        "megatron-39.1b,  39.1, 0.06",
        "megatron-76.1b,  76.1, 0.1",
        "megatron-145.6b, 145.6, 0.06",
        "megatron-310.1b, 310.1, 0.06",
        "megatron-530b,   529.6, 0.1",
        "megatron-1t,     1008.0, 0.1",
        "megatron-22b,    22.0, 0.1",
        "megatron-175b,   175.0, 0.5",
        "qwen2-57b-a14b,  57.4, 0.05",
        "opt-66b,         66, 0.8",
        "opt-175b,        175, 0.5",
        "mpt-30b,         30, 0.1",
        "falcon-180b,     180, 2",
        "internlm-7b,     7.3, 0.05",
        "kimi-k2,         1040, 20",
        "gpt-oss-20b,     20.9, 0.05",
        "gpt-oss-120b,    116.8, 0.05",
        "grok-1,          314, 2",
        "nemotron-4-15b,  15.6, 0.05",
        "nemotron-4-340b, 341, 1",
    })
    void haveThePublishedParametersToTheirRounding(String name, double billions, double rounding) {
        assertThat((double) model(name).parameterCount()).isCloseTo(billions * 1e9, within(rounding * 1e9));
    }

    /** Source: the papers and model cards that each preset's source names, in billions. */
    @ParameterizedTest
    @CsvSource({
        "mixtral-8x7b,      12.9, 0.1",
        "mixtral-8x22b,     39, 0.3",
        "qwen1.5-moe-a2.7b, 2.7, 0.05",
        "qwen2-57b-a14b,    14, 0.5",
        "qwen3-30b-a3b,     3.3, 0.1",
        "qwen3-235b-a22b,   22, 0.5",
        "deepseek-moe-16b,  2.8, 0.1",
        "deepseek-v2-lite,  2.4, 0.3",
        "deepseek-v2,       21, 0.5",
        "deepseek-v3,       37, 0.7",
    })
    void haveThePublishedActiveParameters(String name, double billions, double rounding) {
        assertThat((double) model(name).activeParameterCount()).isCloseTo(billions * 1e9, within(rounding * 1e9));
    }

    @Test
    void allParametersOfADenseModelAreActive() {
        assertThat(model("gpt2").activeParameterCount()).isEqualTo(model("gpt2").parameterCount());
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
    void thereAreManyOfThem() {
        assertThat(PRESETS.names()).hasSizeGreaterThanOrEqualTo(60);
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
