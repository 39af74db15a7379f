package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Presets.Preset;

/** Reads the model of the named form: a preset, a Hugging Face config.json, the fields themselves, or fields over either. */
final class ModelSection {

    private static final String KEY = "model";
    private static final int HINT_COUNT = 3;

    private final Presets presets;
    private final FolderSearch search;

    ModelSection(Presets presets, FolderSearch search) {
        this.presets = presets;
        this.search = search;
    }

    /** The model; usable only if no fault was found, and empty only if one was. */
    Optional<Architecture> read(YamlNode top, Sizes sizes) {
        if (top.isSection(KEY)) {
            return readSection(top.section(KEY), sizes);
        }
        if (!top.has(KEY)) {
            top.faults().add(KEY + " is missing.");
        }
        Optional<Architecture> named = top.optionalText(KEY)
                .flatMap(name -> preset(name).or(() -> huggingFace(name)).or(() -> unknown(top, KEY, name)));
        named.ifPresent(sizes::put);
        return named;
    }

    private Optional<Architecture> readSection(YamlNode section, Sizes sizes) {
        Optional<String> preset = section.optionalText("preset");
        Optional<String> config = section.optionalText("config");
        if (preset.isPresent() && config.isPresent()) {
            section.fault("config", "cannot go with a preset", "Leave one of them out.");
        }
        if (!section.has("preset") && !section.has("config")) {
            return Optional.of(ModelFields.read(section, "custom", sizes));
        }
        Optional<Architecture> base = preset.isPresent()
                ? preset.flatMap(name -> preset(name).or(() -> unknown(section, "preset", name)))
                : config.flatMap(name -> huggingFace(name).or(() -> missing(section, "config")));
        // Without a base its fields are unknown, but those that are given are still checked one by one.
        Architecture startOrAny = base.orElse(presets.all().getFirst().model());
        Architecture model = ModelFields.readOver(startOrAny, section, base.isPresent() ? sizes : new Sizes());
        return base.map(found -> model);
    }

    private Optional<Architecture> preset(String name) {
        return presets.find(name).map(Preset::model);
    }

    private Optional<Architecture> huggingFace(String text) {
        Optional<Path> found = search.file(text);
        return found.map(path -> HuggingFaceConfig.read(path).withName(text));
    }

    private Optional<Architecture> missing(YamlNode section, String key) {
        section.fault(key, "is no file", "Looked in " + search.basesText() + ".");
        return Optional.empty();
    }

    private Optional<Architecture> unknown(YamlNode section, String key, String name) {
        if (FolderSearch.isPath(name)) {
            return missing(section, key);
        }
        List<String> near = NearNames.near(name, presets.names(), HINT_COUNT);
        section.fault(
                key,
                "is not a known model",
                near.isEmpty()
                        ? "Known models: " + String.join(", ", presets.names()) + "; or the path of a config.json."
                        : "Maybe " + String.join(" or ", near) + ".");
        return Optional.empty();
    }
}
