package org.stepcast.estimator.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** A data file that ships with this package; one that is not sound is a bug. */
final class DataFile {

    private DataFile() {}

    static <T> T read(String name, Function<YamlNode, T> reader) {
        Faults faults = new Faults(name);
        YamlNode file = YamlFile.parse(name, text(name), faults);
        T content = reader.apply(file);
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return content;
    }

    private static String text(String name) {
        try (InputStream stream = DataFile.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
