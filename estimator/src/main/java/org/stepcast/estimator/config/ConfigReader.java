package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Reads training jobs in either form: the published one of estimate-train-time, and our own named one. */
public final class ConfigReader {

    private static final List<String> NAMED_KEYS = List.of("model", "cluster", "parallel", "batch");

    private final ReadOptions options;

    public ConfigReader(ReadOptions options) {
        this.options = options;
    }

    /**
     * Reads and checks one job; the keys tell its form.
     *
     * @throws BadInputException with every fault of the file
     * @throws NotCoveredException if the file is sound but names what we do not know, such as a type of model
     */
    public TrainingConfig read(Path file) {
        YamlNode keys = YamlFile.read(file, new Faults(file.toString()));
        boolean published = PublishedForm.KEYS.stream().anyMatch(keys::has);
        boolean named = NAMED_KEYS.stream().anyMatch(keys::has);
        if (!published && !named) {
            throw new BadInputException(file + ": is no training job.\n  The named form starts with "
                    + String.join(", ", NAMED_KEYS) + "; the published form with "
                    + String.join(", ", PublishedForm.KEYS)
                    + ".");
        }
        return named ? NamedForm.in(file, options).read() : new PublishedForm(file, options).read();
    }

    /**
     * Reads and checks one job in the named form.
     *
     * @param file what {@code text} was made from: messages name it, and relative paths start there
     * @throws BadInputException with every fault of the text
     */
    public TrainingConfig readNamed(Path file, String text) {
        return NamedForm.of(file, text, options).read();
    }
}
