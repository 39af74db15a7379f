package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.Optional;

/** The models that torchtitan has, and the presets that they are. */
final class TorchtitanFlavors {

    /**
     * @param preset what its size is called here
     * @param alike presets of the same sizes
     */
    record Flavor(String model, String name, String preset, List<String> alike) {}

    private static final List<Flavor> FLAVORS = List.of(
            new Flavor("llama3", "8B", "llama-3.1-8b", List.of("llama-3.1-8b", "llama-3-8b")),
            new Flavor("llama3", "70B", "llama-3.1-70b", List.of("llama-3.1-70b", "llama-3-70b")),
            new Flavor("llama3", "405B", "llama-3.1-405b", List.of("llama-3.1-405b")));

    private TorchtitanFlavors() {}

    static Optional<Flavor> ofPreset(String preset) {
        return FLAVORS.stream()
                .filter(flavor -> flavor.alike().contains(preset))
                .findFirst();
    }

    static Optional<Flavor> named(String model, String name) {
        return FLAVORS.stream()
                .filter(flavor -> flavor.model().equals(model) && flavor.name().equals(name))
                .findFirst();
    }

    static String names() {
        return String.join(
                ", ",
                FLAVORS.stream()
                        .map(flavor -> flavor.model() + " " + flavor.name())
                        .toList());
    }
}
