package org.stepcast.sampler.backend.djl;

import java.util.Locale;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;

/** What PyTorch's messages mean. */
final class EngineFailure {

    private static final int SHOWN_LENGTH = 160;

    private EngineFailure() {}

    static Refusal refusal(RuntimeException failed) {
        String message = String.valueOf(failed.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no message");
        return new Refusal(kind(String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT)), shortened(message));
    }

    private static Kind kind(String message) {
        if (message.contains("out of memory") || message.contains("can't allocate memory")) {
            return Kind.OUT_OF_MEMORY;
        }
        return message.contains("not implemented for") ? Kind.UNSUPPORTED : Kind.FAILED;
    }

    private static String shortened(String message) {
        return message.length() <= SHOWN_LENGTH ? message : message.substring(0, SHOWN_LENGTH) + " ...";
    }
}
