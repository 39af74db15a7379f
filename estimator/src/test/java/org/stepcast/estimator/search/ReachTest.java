package org.stepcast.estimator.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

final class ReachTest {

    @ParameterizedTest
    @EnumSource
    void everyFrameworkCanDoSomething(FrameworkName framework) {
        Reach reach = Reach.of(framework);
        assertThat(reach.schedules()).contains(Schedule.ONE_FORWARD_ONE_BACKWARD);
        assertThat(reach.shardings()).isNotEmpty();
        assertThat(reach.offloads()).isNotEmpty();
    }

    /** Fully sharded under another name. */
    @ParameterizedTest
    @EnumSource
    void theGenericFrameworkCanDoWhatAnyCan(FrameworkName framework) {
        Reach generic = Reach.of(FrameworkName.GENERIC);
        Reach reach = Reach.of(framework);
        assertThat(generic.divides()).containsAll(reach.divides());
        assertThat(generic.schedules()).containsAll(reach.schedules());
        assertThat(generic.exchanges()).containsAll(reach.exchanges());
        assertThat(generic.offloads()).containsAll(reach.offloads());
        assertThat(generic.shardings())
                .containsAll(reach.shardings().stream()
                        .filter(sharding -> sharding != Sharding.FSDP)
                        .toList());
    }

    @Test
    void deepSpeedsPipelinesShardOptimizerStatesOnly() {
        assertThat(Reach.of(FrameworkName.DEEPSPEED).shardedPipelines()).isFalse();
    }
}
