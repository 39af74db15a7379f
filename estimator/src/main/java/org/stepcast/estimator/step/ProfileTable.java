package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.step.FrameworkProfile.OptimizerShards;
import org.stepcast.estimator.step.FrameworkProfile.Selective;

/** The framework profiles and the names that stand for them, from a data file. */
public final class ProfileTable {

    private static final String FILE = "profiles.yml";
    private static final ProfileTable BUILT_IN = read();

    /** Words that a framework's name holds, from a year on. */
    private record Rule(List<String> words, int year, String profile) {

        boolean matches(String framework, int releaseYear) {
            return releaseYear >= year && words.stream().allMatch(framework::contains);
        }
    }

    private final Map<String, FrameworkProfile> profiles;
    private final List<Rule> rules;

    private ProfileTable(Map<String, FrameworkProfile> profiles, List<Rule> rules) {
        this.profiles = profiles;
        this.rules = rules;
    }

    /** The table that ships with Stepcast. */
    public static ProfileTable builtIn() {
        return BUILT_IN;
    }

    /** In the order of the file. */
    public List<FrameworkProfile> all() {
        return List.copyOf(profiles.values());
    }

    /** The profile of a framework by its name as people write it; the generic one for those we never heard of. */
    public FrameworkProfile ofFramework(String framework, int year) {
        String lower = framework.toLowerCase(Locale.ROOT);
        return rules.stream()
                .filter(rule -> rule.matches(lower, year))
                .findFirst()
                .map(rule -> named(rule.profile()))
                .orElseGet(() -> named("generic"));
    }

    /** The profile of this name. */
    public FrameworkProfile named(String name) {
        FrameworkProfile profile = profiles.get(name);
        if (profile == null) {
            throw new IllegalArgumentException("profile (" + name + ") is not in " + FILE);
        }
        return profile;
    }

    private static ProfileTable read() {
        return DataFile.read(FILE, file -> {
            Map<String, FrameworkProfile> profiles = new LinkedHashMap<>();
            for (YamlNode entry : file.sections("profiles")) {
                FrameworkProfile profile = profile(entry, profiles);
                profiles.put(profile.name(), profile);
            }
            List<Rule> rules = file.sections("frameworks").stream()
                    .map(entry -> new Rule(
                            entry.texts("words"),
                            (int) entry.optionalWhole("from", 0, Integer.MAX_VALUE)
                                    .orElse(0),
                            entry.text("profile")))
                    .toList();
            return new ProfileTable(profiles, rules);
        });
    }

    private static FrameworkProfile profile(YamlNode entry, Map<String, FrameworkProfile> before) {
        String name = entry.text("name");
        FrameworkProfile base = before.get(entry.optionalText("base").orElse(""));
        List<String> lineage = new ArrayList<>(List.of(name));
        Map<Knob, Double> values = new EnumMap<>(Knob.class);
        if (base != null) {
            lineage.addAll(base.lineage());
            values.putAll(base.values());
        }
        YamlNode own = entry.sectionOrEmpty("values");
        Set<Knob> said = EnumSet.noneOf(Knob.class);
        for (Knob knob : Knob.values()) {
            own.optionalNumber(knob.label()).ifPresent(value -> {
                values.put(knob, value);
                said.add(knob);
            });
        }
        return new FrameworkProfile(
                lineage,
                inherited(entry, "kernels", KernelFusion.values(), base == null ? KernelFusion.EAGER : base.kernels()),
                entry.has("attention") || base == null ? attention(entry) : base.attention(),
                inherited(entry, "selective", Selective.values(), base == null ? Selective.CORE : base.selective()),
                inherited(
                        entry,
                        "zero1_group",
                        OptimizerShards.values(),
                        base == null ? OptimizerShards.ALL : base.optimizerShards()),
                values,
                said,
                entry.text("source"));
    }

    private static <E extends Enum<E>> E inherited(YamlNode entry, String key, E[] options, E ofBase) {
        return entry.optionalOneOf(
                        key, List.of(options), option -> option.name().toLowerCase(Locale.ROOT))
                .orElse(ofBase);
    }

    private static NavigableMap<Integer, AttentionKernel> attention(YamlNode entry) {
        NavigableMap<Integer, AttentionKernel> byYear = new TreeMap<>();
        for (YamlNode step : entry.sections("attention")) {
            byYear.put(
                    step.count("from"),
                    step.oneOf("kernel", List.of(AttentionKernel.values()), AttentionKernel::label));
        }
        return byYear;
    }
}
