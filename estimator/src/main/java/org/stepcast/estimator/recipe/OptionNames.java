package org.stepcast.estimator.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** The names of a framework's options, as one version of it has them. */
final class OptionNames {

    private final String version;
    private final Set<String> names;

    private OptionNames(String version, Set<String> names) {
        this.version = version;
        this.names = names;
    }

    static OptionNames of(LaunchFramework framework) {
        return of(framework.label());
    }

    /** Of transformers' trainer and its program run_clm.py. */
    static OptionNames ofTrainer() {
        return of("trainer");
    }

    private static OptionNames of(String name) {
        String file = name + "-options.yml";
        Faults faults = new Faults(file);
        YamlNode top = YamlFile.parse(file, text(file), faults);
        top.text("source");
        OptionNames options = new OptionNames(top.text("version"), new TreeSet<>(top.texts("options")));
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return options;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Makes a fault of a name that the framework does not have. */
    void check(String name, Faults faults) {
        if (!has(name)) {
            List<String> near = NearNames.near(name, List.copyOf(names), 2);
            faults.add(name + " is not an option of " + version + "."
                    + (near.isEmpty() ? "" : "\n  Maybe " + String.join(" or ", near) + "."));
        }
    }

    private static String text(String file) {
        try (InputStream stream = OptionNames.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
