package org.stepcast.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Pass;

/** Reads the published samples themselves, which lie beside a developer's checkout and are not shipped. */
class PublishedDataTest {

    private static final Path PUBLISHED = Path.of("..", "..", "shared", "data", "published");

    @BeforeEach
    void needsThePublishedSamples() {
        assumeTrue(Files.isDirectory(PUBLISHED), "the published samples are not here");
    }

    @Test
    void everyFileOfBothPublishedClustersIsReadWithoutAFault() {
        Dataset dataset = new DatasetReader().read(PUBLISHED.resolve("estimate-train-time/regressors"));

        assertThat(dataset.faults()).isEmpty();
        var files = dataset.tables().stream().map(SampleTable::file).collect(Collectors.toSet());
        int operatorFiles = 22 + 21;
        int collectiveFiles = 24 + 10;
        assertThat(files).hasSize(operatorFiles + collectiveFiles);
        long passesOfOperators = dataset.tables().stream()
                .filter(table -> table.pass() != Pass.WHOLE)
                .count();
        assertThat(passesOfOperators).isEqualTo(2 * 18 * 2);
    }

    @Test
    void everyFileOfTheFiveDevicesIsReadWithoutAFault() {
        Dataset dataset = new DatasetReader().read(PUBLISHED.resolve("aiconfigurator"));

        assertThat(dataset.faults()).isEmpty();
        var files = dataset.tables().stream().map(SampleTable::file).collect(Collectors.toSet());
        assertThat(files).hasSize(38);
    }
}
