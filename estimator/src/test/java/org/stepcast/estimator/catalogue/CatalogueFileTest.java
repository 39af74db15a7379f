package org.stepcast.estimator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.feature.FeatureSchema;
import org.stepcast.estimator.regression.BoostedTrainer;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.CorrectedBase;
import org.stepcast.estimator.regression.ForestTrainer;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.SampledRange;
import org.stepcast.estimator.regression.WeightedTrees;

class CatalogueFileTest {

    private static final CatalogueHeader HEADER =
            new CatalogueHeader(FeatureSchema.VERSION, "perlmutter", "A100-SXM4-80GB", "cafe", -42);
    private static final PhysicalBase BASE = new PhysicalBase(List.of("launch", "flops"), 1, List.of(4.25, 1.0 / 3), 2);
    private static final SampledRange RANGE = new SampledRange(List.of("m"), List.of(1.0), List.of(4096.0));
    private static final HeldOutErrors ERRORS = new HeldOutErrors(0.02, 0.97, 1.04);
    private static final RegressorKey GEMM = new RegressorKey("gemm", "", Precision.BF16, Pass.FORWARD);
    private static final RegressorKey REDUCE = new RegressorKey("all_reduce", "2x4", Precision.FP16, Pass.WHOLE);

    @TempDir
    private Path folder;

    private static CompiledTrees trees(boolean boosted) {
        Random random = new Random(5);
        double[][] rows = new double[200][3];
        double[] targets = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int feature = 0; feature < 3; feature++) {
                rows[row][feature] = (float) Math.rint(20 * random.nextDouble());
            }
            targets[row] = Math.sin(rows[row][0]) - rows[row][1] / 30;
        }
        CompiledTrees trees = boosted
                ? new BoostedTrainer(20, 4, 0.1, 2, 1, 1, 64).fit(rows, targets, 1)
                : new ForestTrainer(5, 2, 1, 100).fit(rows, targets, 1);
        return trees.rounded();
    }

    private static List<CatalogueEntry> entries() {
        List<WeightedTrees> blend =
                List.of(new WeightedTrees(0.75, trees(true)), new WeightedTrees(0.25, trees(false)));
        CorrectedBase corrected = new CorrectedBase(BASE, blend, 0.7, 0.5, RANGE);
        return List.of(
                new CatalogueEntry(GEMM, corrected, RANGE, ERRORS, 1234),
                new CatalogueEntry(REDUCE, BASE, RANGE, ERRORS, 7));
    }

    @Test
    void readsWhatItWrote() {
        CatalogueFile file = CatalogueFile.in(folder);
        assertThat(file.exists()).isFalse();
        file.write(HEADER, entries());
        Catalogue catalogue = file.read();
        assertThat(catalogue.header()).isEqualTo(HEADER);
        assertThat(catalogue.keys()).containsExactly(REDUCE, GEMM);
        assertThat(catalogue.find(GEMM)).contains(entries().get(0));
        assertThat(catalogue.find(REDUCE)).contains(entries().get(1));
        assertThat(catalogue.find(GEMM.in(Precision.FP16))).isEqualTo(Optional.empty());
    }

    @Test
    void writesTheSameBytesAfterReading() {
        byte[] first = CatalogueFormat.write(HEADER, entries());
        Catalogue catalogue = CatalogueFormat.read("memory", first);
        List<CatalogueEntry> again = catalogue.keys().stream()
                .map(key -> catalogue.find(key).orElseThrow())
                .toList();
        assertThat(CatalogueFormat.write(catalogue.header(), again)).isEqualTo(first);
    }

    @Test
    void refusesAFeatureSchemaThatItDoesNotKnow() {
        CatalogueHeader newer = new CatalogueHeader(FeatureSchema.VERSION + 1, "perlmutter", "A100", "cafe", 42);
        CatalogueFile file = CatalogueFile.in(folder);
        file.write(newer, entries());
        assertThatThrownBy(file::read)
                .isInstanceOf(BadInputException.class)
                .hasMessage(file.path() + ": has feature schema version (" + (FeatureSchema.VERSION + 1)
                        + "); this Stepcast reads version " + FeatureSchema.VERSION
                        + ".\n  Fit it again with stepcast fit.");
    }

    @Test
    void saysSoWhenThereIsNoFile() {
        assertThatThrownBy(() -> CatalogueFile.in(folder).read()).isInstanceOf(BadInputException.class);
    }

    @Test
    void saysSoWhenBytesAreDamaged() throws IOException {
        CatalogueFile file = CatalogueFile.in(folder);
        file.write(HEADER, entries());
        byte[] sound = Files.readAllBytes(file.path());
        Random random = new Random(11);
        for (int trial = 0; trial < 300; trial++) {
            byte[] damaged = trial % 2 == 0
                    ? Arrays.copyOf(sound, random.nextInt(sound.length))
                    : flipped(sound, random.nextInt(sound.length), random.nextInt(8));
            assertThat(readsOrRefuses(damaged)).isTrue();
        }
    }

    private static byte[] flipped(byte[] bytes, int place, int bit) {
        byte[] flipped = bytes.clone();
        flipped[place] ^= (byte) (1 << bit);
        return flipped;
    }

    /** Damage that the format cannot see may be read; anything else must be refused as the user's file, never crash. */
    private static boolean readsOrRefuses(byte[] bytes) {
        try {
            Catalogue catalogue = CatalogueFormat.read("damaged", bytes);
            catalogue.keys().forEach(catalogue::find);
            return true;
        } catch (BadInputException refused) {
            return refused.toString().contains("damaged: ");
        }
    }

    @Test
    void refusesTwoRegressorsOfOneKey() {
        List<CatalogueEntry> twice = List.of(entries().getFirst(), entries().getFirst());
        assertThatThrownBy(() -> CatalogueFormat.write(HEADER, twice))
                .hasMessage("two regressors predict gemm bf16 forward");
    }

    @Test
    void keysCollectivesByTheirGroup() {
        Collective reduce = new Collective(CollectiveKind.ALL_REDUCE, 1e6, new GroupShape(2, 4));
        assertThat(RegressorKey.of(reduce, Pass.WHOLE, Precision.FP16)).isEqualTo(REDUCE);
        assertThat(REDUCE.text()).isEqualTo("all_reduce 2x4 fp16");
        Gemm gemm = new Gemm(1, 2, 3, Bias.NONE);
        assertThat(RegressorKey.of(gemm, Pass.FORWARD, Precision.BF16)).isEqualTo(GEMM);
    }
}
