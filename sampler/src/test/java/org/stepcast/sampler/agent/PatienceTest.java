package org.stepcast.sampler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;

final class PatienceTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void operatorsGetEqualTurnsOfWhatIsLeft() {
        Patience patience = new Patience(NOON.plus(Duration.ofMinutes(3)), 3);

        assertThat(patience.beginTurn(NOON)).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
        assertThat(patience.beginTurn(NOON.plusSeconds(20))).isEqualTo(NOON.plusSeconds(20 + 160 / 2));
        assertThat(patience.beginTurn(NOON.plusSeconds(40))).isEqualTo(NOON.plusSeconds(40 + 140));
    }

    @Test
    void aShapeIsJudgedByTheLargestSmallerOne() {
        Patience patience = new Patience(NOON.plusSeconds(100), 1);
        patience.beginTurn(NOON);

        patience.learn(square(64), 1);
        assertThat(patience.allows(square(2048))).as("all overhead: 1 s for 64").isFalse();

        patience.learn(square(1024), 1);
        assertThat(patience.allows(square(1536))).as("at most 1.5^3 s").isTrue();
        assertThat(patience.allows(square(4096))).as("about 4^3 s of 100").isFalse();
    }

    private static Operator square(long size) {
        return new Gemm(size, size, size, Bias.NONE);
    }
}
