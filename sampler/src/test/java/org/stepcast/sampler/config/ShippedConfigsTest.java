package org.stepcast.sampler.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.Grid.Repetition;

/** The configurations that ship with Stepcast. */
final class ShippedConfigsTest {

    private static final Path CONFIGS = Path.of("..", "configs");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFilePlansToShapes(Path file) {
        SamplingConfig config = SamplingConfigReader.read(file);
        Grid operators = Grid.ofOperators(Precision.FP16, Long.MAX_VALUE, Repetition.LEFT_OUT);
        Grid collectives = Grid.ofCollectives(Precision.FP16, Long.MAX_VALUE, 1, 2);

        assertThat(config.targets())
                .isNotEmpty()
                .allSatisfy(target -> assertThat((target.isCollective() ? collectives : operators)
                                .plan(target)
                                .shapes())
                        .isNotEmpty());
    }

    @Test
    void everyPublishedOperatorHasAFileAndAPage() {
        assertThat(Arrays.stream(PublishedOperator.values()))
                .filteredOn(operator -> operator != PublishedOperator.OPTIMIZER) // a table of parameters, no grid
                .map(PublishedOperator::publishedName)
                .allSatisfy(name -> {
                    assertThat(CONFIGS.resolve("operators/" + name + ".yml")).exists();
                    assertThat(Path.of("../docs/operators/" + name + ".md")).exists();
                });
    }
}
