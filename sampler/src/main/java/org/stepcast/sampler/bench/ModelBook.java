package org.stepcast.sampler.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.sampler.backend.ModelShape;
import org.stepcast.sampler.backend.ModelShape.Family;

/** Finds models by name, or reads one from a file with the same keys as the built-in list. */
public final class ModelBook {

    private static final String BUILT_IN = "models.yml";
    private static final long PLAIN_FEED_FORWARD_RATIO = 4;

    private final List<ModelShape> models;

    private ModelBook(List<ModelShape> models) {
        this.models = List.copyOf(models);
    }

    /** The models that ship with Stepcast. */
    public static ModelBook builtIn() {
        Faults faults = new Faults(BUILT_IN);
        YamlNode top = YamlFile.parse(BUILT_IN, resource(), faults);
        List<ModelShape> models =
                top.sections("models").stream().map(ModelBook::model).toList();
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return new ModelBook(models);
    }

    /**
     * The model that {@code nameOrFile} names.
     *
     * @throws BadInputException if there is none
     */
    public ModelShape find(String nameOrFile) {
        if (Files.isRegularFile(Path.of(nameOrFile))) {
            Faults faults = new Faults(nameOrFile);
            YamlNode top = YamlFile.read(Path.of(nameOrFile), faults);
            ModelShape model = model(top);
            top.rejectUnknownKeys();
            faults.throwIfAny();
            return model;
        }
        return models.stream()
                .filter(model -> model.name().equals(nameOrFile))
                .findFirst()
                .orElseThrow(() -> new BadInputException("--model (" + nameOrFile
                        + ") is neither a known model nor a file." + "\n  " + hint(nameOrFile)));
    }

    private String hint(String name) {
        List<String> names = models.stream().map(ModelShape::name).toList();
        return NearNames.nearest(name, names)
                .map(near -> "Maybe " + near + " is meant.")
                .orElse("Known: " + String.join(", ", names) + ".");
    }

    private static ModelShape model(YamlNode entry) {
        Family family = entry.oneOf(
                "family", List.of(Family.values()), known -> known.name().toLowerCase(Locale.ROOT));
        int hidden = entry.count("hidden");
        int heads = entry.count("heads");
        int keyValueHeads = (int) entry.optionalCount("key_value_heads").orElse(heads);
        if (hidden % heads != 0) {
            entry.fault("heads", "must divide hidden (" + hidden + ")");
        }
        if (heads % keyValueHeads != 0) {
            entry.fault("key_value_heads", "must divide heads (" + heads + ")");
        }
        if (!entry.faults().isEmpty()) {
            entry.faults().throwIfAny();
        }
        return new ModelShape(
                entry.text("name"),
                family,
                entry.count("layers"),
                hidden,
                heads,
                keyValueHeads,
                (int) entry.optionalCount("feed_forward").orElse(PLAIN_FEED_FORWARD_RATIO * hidden),
                entry.count("vocabulary"),
                family == Family.GPT2 ? entry.count("positions") : 0);
    }

    private static String resource() {
        try (InputStream file = ModelBook.class.getResourceAsStream(BUILT_IN)) {
            if (file == null) {
                throw new IllegalStateException(BUILT_IN + " is missing from the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
