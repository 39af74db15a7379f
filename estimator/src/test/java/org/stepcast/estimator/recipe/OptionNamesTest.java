package org.stepcast.estimator.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.estimator.config.TrainingConfig;

/** Every option that a recipe writes exists in the framework's version that its list of names is of. */
final class OptionNamesTest {

    @TempDir
    private Path folder;

    static Stream<String> megatronJobs() {
        return RecipeJobs.megatronJobs();
    }

    static Stream<String> torchtitanJobs() {
        return RecipeJobs.torchtitanJobs();
    }

    static Stream<String> deepSpeedJobs() {
        return RecipeJobs.deepSpeedJobs();
    }

    static Stream<String> fsdpJobs() {
        return RecipeJobs.fsdpJobs();
    }

    @ParameterizedTest
    @MethodSource("megatronJobs")
    void megatronHasEveryOption(String text) throws IOException {
        written(text, LaunchFramework.MEGATRON);
        exist(options("run.sh"), OptionNames.of(LaunchFramework.MEGATRON));
    }

    @ParameterizedTest
    @MethodSource("megatronJobs")
    void megatronBridgeHasEveryField(String text) throws IOException {
        written(text, LaunchFramework.NEMO);
        exist(paths("bridge.yaml"), OptionNames.of(LaunchFramework.NEMO));
    }

    @ParameterizedTest
    @MethodSource("torchtitanJobs")
    void torchtitanHasEveryField(String text) throws IOException {
        TrainingConfig job = written(text, LaunchFramework.TORCHTITAN);
        assertThat(job.model().name()).startsWith("llama-3");
        String toml = Files.readString(folder.resolve("train.toml"));
        // The reader refuses names that torchtitan does not have.
        assertThat(RecipeJobs.readBack(folder.resolve("train.toml")).deviceCount())
                .isEqualTo(64);
        assertThat(toml).contains("[parallelism]", "[training]", "tensor_parallel_degree");
    }

    @ParameterizedTest
    @MethodSource("deepSpeedJobs")
    void deepSpeedAndTheTrainerHaveEveryOption(String text) throws IOException {
        written(text, LaunchFramework.DEEPSPEED);
        exist(paths("deepspeed.json"), OptionNames.of(LaunchFramework.DEEPSPEED));
        exist(options("run.sh"), OptionNames.ofTrainer());
    }

    @ParameterizedTest
    @MethodSource("fsdpJobs")
    void accelerateAndTheTrainerHaveEveryOption(String text) throws IOException {
        written(text, LaunchFramework.FSDP);
        exist(paths("accelerate.yaml"), OptionNames.of(LaunchFramework.FSDP));
        exist(options("run.sh"), OptionNames.ofTrainer());
    }

    @Test
    void anUnknownOptionIsRefusedWithOneLikeIt() throws IOException {
        Path script = Files.writeString(
                folder.resolve("run.sh"), "python pretrain_gpt.py --num-layers 8 --tensor-model-paralel-size 2\n");
        assertThatThrownBy(() -> LaunchFileReader.named(script))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--tensor-model-paralel-size is not an option of Megatron-LM at 000c4ac24f61")
                .hasMessageContaining("Maybe --tensor-model-parallel-size");
        Path toml = Files.writeString(folder.resolve("train.toml"), "[parallelism]\ntensor_parallel_degre = 2\n");
        assertThatThrownBy(() -> LaunchFileReader.named(toml))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("parallelism.tensor_parallel_degre is not an option of torchtitan");
        Path json = Files.writeString(folder.resolve("ds.json"), "{\"zero_optimization\": {\"stages\": 2}}");
        assertThatThrownBy(() -> LaunchFileReader.named(json))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("zero_optimization.stages is not an option of DeepSpeed");
    }

    private TrainingConfig written(String text, LaunchFramework framework) throws IOException {
        TrainingConfig job = RecipeJobs.read(folder, text);
        RecipeJobs.write(folder, job, framework);
        return job;
    }

    private Set<String> options(String name) throws IOException {
        return ShellArguments.of(Files.readString(folder.resolve(name)))
                .options()
                .keySet();
    }

    private Set<String> paths(String name) throws IOException {
        return NamedKeys.of(YamlFile.mapping(name, Files.readString(folder.resolve(name))))
                .paths();
    }

    private static void exist(Set<String> written, OptionNames names) {
        assertThat(written).hasSizeGreaterThan(8).allMatch(names::has);
    }
}
