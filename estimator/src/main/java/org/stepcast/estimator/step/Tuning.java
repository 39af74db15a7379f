package org.stepcast.estimator.step;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Constants of the step model with a value each, and the framework profiles as they change them. Safe for threads. */
public final class Tuning {

    private static final Tuning FITTED = new Tuning(ConstantTable.builtIn().fitted());
    private static final Tuning PRIOR = new Tuning(ConstantTable.builtIn().priors());

    private final Map<String, Double> values;
    private final Map<String, Map<Knob, Double>> profiles = new ConcurrentHashMap<>();

    private Tuning(Map<String, Double> values) {
        this.values = Map.copyOf(values);
    }

    /** The values that ship with Stepcast. */
    public static Tuning fitted() {
        return FITTED;
    }

    /** What was believed before any fit; rules that fill in what a run leaves open use it, so that no fit moves them. */
    public static Tuning prior() {
        return PRIOR;
    }

    /** Other values, by the constants' names. */
    public static Tuning of(Map<String, Double> values) {
        return new Tuning(values);
    }

    double constant(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("constant (" + name + ") is not in constants.yml");
        }
        return value;
    }

    /** 1 where nothing is fitted for {@code name}. */
    double factor(String name) {
        return values.getOrDefault(name, 1.0);
    }

    double of(FrameworkProfile profile, Knob knob) {
        Double value = profiles.computeIfAbsent(profile.name(), name -> resolved(profile))
                .get(knob);
        return value == null ? profile.value(knob) : value;
    }

    /** What is fitted for the profile or, where the profile does not say otherwise, for one of its bases. */
    private Map<Knob, Double> resolved(FrameworkProfile profile) {
        Map<Knob, Double> found = new EnumMap<>(Knob.class);
        for (Knob knob : Knob.values()) {
            for (String name : profile.lineage()) {
                Double fitted = values.get(name + "." + knob.label());
                if (fitted != null) {
                    found.put(knob, fitted);
                    break;
                }
                if (ProfileTable.builtIn().named(name).saysItself(knob)) {
                    break;
                }
            }
        }
        return found;
    }
}
