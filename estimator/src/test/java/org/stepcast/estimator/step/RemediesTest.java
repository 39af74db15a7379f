package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryModel;

final class RemediesTest {

    private static final Path HOME = Path.of("..");
    private static final MemoryModel MEMORY = MemoryModel.builtIn();

    private static TrainingConfig job() {
        return new ConfigReader(new ReadOptions(
                        List.of(HOME.resolve("regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of("")))
                .read(HOME.resolve("target_config/llama_3_70b_megatron_h100.yml"));
    }

    private static TrainingConfig withMicro(TrainingConfig job, long micro) {
        Batch batch = job.batch();
        return job.withBatch(new Batch(batch.sequenceTokens(), micro, batch.globalSize()));
    }

    private static List<String> texts(TrainingConfig job) {
        return PlanChanges.of(job).stream().map(PlanChanges.Change::text).toList();
    }

    @Test
    void aJobThatFitsWellNeedsNone() {
        assertThat(new Remedies(MEMORY).of(withMicro(job(), 1))).isEmpty();
    }

    @Test
    void remediesFitAndTheCheapestComesFirst() {
        List<Remedy> remedies = new Remedies(MEMORY).of(job());
        assertThat(remedies)
                .isNotEmpty()
                .allSatisfy(remedy -> assertThat(remedy.memory().fitsWell()).isTrue())
                .isSortedAccordingTo(Comparator.comparingDouble(Remedy::slowdownFraction));
    }

    @Test
    void remediesKeepDevicesAndGlobalBatch() {
        assertThat(new Remedies(MEMORY).of(job())).allSatisfy(remedy -> {
            var plan = remedy.config().parallel();
            assertThat(plan.tensorSize() * plan.pipelineSize() * plan.dataSize() * plan.contextSize())
                    .isEqualTo(64);
            assertThat(remedy.config().batch().globalSize()).isEqualTo(256);
        });
    }

    @Test
    void severalChangesAreTriedWhereOneDoesNotSuffice() {
        assertThat(new Remedies(MEMORY).of(withMicro(job(), 16)))
                .isNotEmpty()
                .allSatisfy(remedy -> assertThat(remedy.changes()).hasSizeGreaterThan(0));
    }

    @Test
    void changesAreTheNextStepOfEachKnob() {
        assertThat(texts(job()))
                .containsExactly("recompute: full", "batch.micro: 1", "parallel.pipeline: 4", "offload: optimizer");
    }

    @Test
    void whatIsDoneAlreadyIsNotOffered() {
        TrainingConfig done = withMicro(job(), 1).withRecompute(Recompute.FULL).withOffload(Offload.OPTIMIZER);
        assertThat(texts(done)).containsExactly("parallel.pipeline: 4");
    }

    @Test
    void gradientsAreShardedFurtherOnlyWithoutAPipeline() {
        TrainingConfig job = job();
        TrainingConfig flat = job.withParallel(job.parallel().withPipelineSize(1, 8));
        assertThat(texts(flat)).contains("parallel.sharding: zero2");
        assertThat(texts(flat.withParallel(flat.parallel().withSharding(Sharding.ZERO2))))
                .contains("parallel.sharding: zero3");
        assertThat(texts(flat.withParallel(flat.parallel().withSharding(Sharding.ZERO3))))
                .noneMatch(text -> text.startsWith("parallel.sharding"));
    }
}
