package org.stepcast.estimator.memory;

import java.util.Optional;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Framework.FusedLoss;

/**
 * What a framework's cross-entropy holds.
 *
 * @param plain operator by operator
 * @param fused by one kernel, on the 16-bit logits in their place
 * @param usual which of the two it has unless asked
 */
record LossHabit(LossBytes plain, LossBytes fused, FusedLoss usual) {

    /** @param inPlace the fused loss of profiles that do not have their own */
    static LossHabit read(YamlNode profile, LossBytes inPlace) {
        Optional<YamlNode> own = profile.optionalSection("fused_loss");
        return new LossHabit(
                LossBytes.read(profile.section("loss")),
                own.map(LossBytes::read).orElse(inPlace),
                profile.optionalFlag("fuses_loss").orElse(false) ? FusedLoss.ON : FusedLoss.OFF);
    }

    LossBytes of(FusedLoss asked) {
        return switch (asked) {
            case ON -> fused;
            case OFF -> plain;
            case BY_FRAMEWORK -> of(usual);
        };
    }
}
