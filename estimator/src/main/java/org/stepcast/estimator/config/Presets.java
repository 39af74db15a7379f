package org.stepcast.estimator.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** The models that are known by name. */
public final class Presets {

    private static final String FILE = "presets.yml";

    /** A model and where its sizes were published. */
    public record Preset(Architecture model, String source) {}

    private final Map<String, Preset> byName;

    private Presets(Map<String, Preset> byName) {
        this.byName = byName;
    }

    /** The presets that ship with Stepcast. */
    public static Presets builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        Map<String, Preset> byName = new LinkedHashMap<>();
        for (YamlNode entry : file.sections("presets")) {
            Preset preset = preset(entry, byName);
            if (byName.put(preset.model().name(), preset) != null) {
                entry.fault("name", "is there twice");
            }
        }
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return new Presets(byName);
    }

    /** In the order of the file: by family, then by size. */
    public List<Preset> all() {
        return List.copyOf(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public Optional<Preset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@code like} names a preset further up: what the entry leaves out is as there. */
    private static Preset preset(YamlNode entry, Map<String, Preset> before) {
        String name = entry.text("name");
        Optional<Preset> like = entry.optionalText("like").map(before::get);
        Architecture model = like.isPresent()
                ? ModelFields.readOver(like.get().model(), entry, new Sizes())
                : ModelFields.read(entry, name, new Sizes());
        return new Preset(model, entry.text("source"));
    }

    private static String resource() {
        try (InputStream stream = Presets.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
