package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example in YAML of the README and of docs/ is predicted. */
class DocumentedExamplesTest {

    private static final Path HOME = Path.of("..");
    private static final Forecaster FORECASTER = Forecaster.in(HOME);
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)\\.([a-z_.]+)`");
    private static final String REST = """
            model: llama-2-7b
            batch: {sequence_length: 4096, global: 64}
            """;

    @TempDir
    private Path folder;

    record Example(String page, String text) {

        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> pages = Files.list(HOME.resolve("docs"))) {
            for (Path page : Stream.concat(pages.sorted(), Stream.of(HOME.resolve("README.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()) {
                Matcher blocks = BLOCK.matcher(Files.readString(page));
                while (blocks.find()) {
                    examples.add(new Example(String.valueOf(page.getFileName()), blocks.group(1)));
                }
            }
        }
        return examples.stream()
                .filter(example -> isJob(example) || isCluster(example))
                .toList();
    }

    private static boolean isJob(Example example) {
        return example.text().contains("model:") && example.text().contains("batch:");
    }

    private static boolean isCluster(Example example) {
        return example.text().startsWith("name:") && example.text().contains("device:");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsPredicted(Example example) throws IOException {
        Path job = folder.resolve("job.yml");
        if (isCluster(example)) {
            Files.writeString(folder.resolve("cluster.yml"), example.text());
            Files.writeString(job, REST + "cluster: {name: cluster.yml, gpu_count: 8}\n");
        } else {
            Files.writeString(job, example.text());
        }
        assertThat(FORECASTER.predict(job).stepSeconds().p50()).isPositive();
    }

    @Test
    void everyKeyOfModelsAndPlansIsInAnExample() throws IOException {
        String all = String.join("\n", examples().stream().map(Example::text).toList());
        Matcher rows = ROW.matcher(Files.readString(HOME.resolve("docs/configuration.md")));
        List<String> missing = rows.results()
                .filter(row -> !row.group(1).equals("run"))
                .map(row -> row.group(2).substring(row.group(2).lastIndexOf('.') + 1))
                .filter(key -> !key.equals("config")) // needs a file of Hugging Face
                .filter(key -> !Pattern.compile("\\b" + key + ":").matcher(all).find())
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyChoiceOfPlansAndExecutionIsInAnExample() throws IOException {
        String all = String.join("\n", examples().stream().map(Example::text).toList());
        assertThat(Stream.of(
                                "1f1b interleaved_1f1b zero_bubble all_forward_all_backward",
                                "none zero1 zero2 zero3 fsdp hsdp",
                                "fp32 fp16 bf16 fp8",
                                "selective full",
                                "optimizer optimizer_and_parameters",
                                "unfused flash1 flash2 flash3 flash",
                                "ring all_to_all",
                                "megatron-lm deepspeed fsdp torchtitan gpt-neox nemo generic",
                                "gelu relu swiglu geglu",
                                "layer_norm layer_norm_without_bias rms_norm unfused_rms_norm",
                                "learned rotary alibi",
                                "sequential parallel parallel_one_norm")
                        .flatMap(values -> Stream.of(values.split(" "))))
                .allSatisfy(value -> assertThat(all).containsPattern(": " + Pattern.quote(value) + "(?=[,}\\s])"));
    }
}
