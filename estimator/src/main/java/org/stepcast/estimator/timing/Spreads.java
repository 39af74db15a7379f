package org.stepcast.estimator.timing;

import org.stepcast.core.quantity.YamlNode;

/**
 * Relative spread, each way, that is added to a time because its samples are of something else.
 *
 * @param otherDeviceFraction of a device with the same figures
 * @param perDistanceFraction more for each unit of {@link DeviceDistance}
 * @param perDoublingFraction for each doubling beyond the sampled range
 */
record Spreads(
        double otherWidthFraction,
        double likeOperatorFraction,
        double forwardPartsFraction,
        double otherTopologyFraction,
        double otherDeviceFraction,
        double perDistanceFraction,
        double perDoublingFraction) {

    static Spreads read(YamlNode section) {
        return new Spreads(
                section.optionalPositive("other_width").orElse(1),
                section.optionalPositive("like_operator").orElse(1),
                section.optionalPositive("forward_parts").orElse(1),
                section.optionalPositive("other_topology").orElse(1),
                section.optionalPositive("other_device").orElse(1),
                section.optionalPositive("per_distance").orElse(1),
                section.optionalPositive("per_doubling").orElse(1));
    }

    double transferFraction(double distance) {
        return otherDeviceFraction + perDistanceFraction * distance;
    }
}
