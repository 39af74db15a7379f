package org.stepcast.sampler.backend.gloo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.CollectiveBackendContract;
import org.stepcast.sampler.backend.HostFacts;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.ThreadMeeting;

final class GlooBackendTest extends CollectiveBackendContract {

    @Override
    protected List<Callable<CollectiveBackend>> open(int rankCount) {
        List<Meeting> meetings = ThreadMeeting.of(rankCount);
        return IntStream.range(0, rankCount)
                .<Callable<CollectiveBackend>>mapToObj(rank ->
                        () -> GlooBackend.connect(meetings.get(rank), HostFacts.processor(1), Duration.ofSeconds(60)))
                .toList();
    }

    @Test
    void oneWrongValueIsNoticed() {
        try (Pattern pattern = Pattern.sum(4, 7, ScalarType.BFloat16);
                Tensor values = Tensor.create(new float[500_000]).to(ScalarType.BFloat16)) {
            assertThat(pattern.fill(values).matches(values)).isTrue();
            values.narrow(0, 499_998, 1).zero_();
            assertThat(pattern.matches(values)).isFalse();
        }
    }
}
