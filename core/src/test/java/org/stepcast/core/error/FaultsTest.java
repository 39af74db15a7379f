package org.stepcast.core.error;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FaultsTest {

    private final Faults faults = new Faults("a.yml");

    @Test
    void nothingWrongThrowsNothing() {
        assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void allFaultsAreInOneMessageInTheirOrder() {
        faults.add("parallel.tensor", 3, "must divide the head count (32)", "Maybe use 2 or 4.");
        faults.add("name is missing.");
        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOf(BadInputException.class)
                .hasMessage("a.yml: parallel.tensor (3) must divide the head count (32).\n  Maybe use 2 or 4.\n"
                        + "a.yml: name is missing.");
    }

    @Test
    void aFaultFoundTwiceIsOneFault() {
        faults.add("batch", 0, "must be positive");
        faults.add("batch", 0, "must be positive");
        assertThatThrownBy(faults::throwIfAny).hasMessage("a.yml: batch (0) must be positive.");
    }
}
