package org.stepcast.estimator.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Reads a data file of this package; a fault in one is our own bug, and shows at first use. */
final class DataFile {

    private DataFile() {}

    static <T> T read(String name, Function<YamlNode, T> reader) {
        Faults faults = new Faults(name);
        YamlNode file = YamlFile.parse(name, text(name), faults);
        T value = reader.apply(file);
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return value;
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
