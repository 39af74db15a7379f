package org.stepcast.estimator.timing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** What kernels and links reach of their figures where nothing was measured, with sources, from a data file. */
record Defaults(KernelDefaults kernels, LinkDefaults links, Spreads spreads) {

    private static final String FILE = "defaults.yml";

    static Defaults builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        Defaults defaults = new Defaults(
                KernelDefaults.read(file.section("kernels")),
                LinkDefaults.read(file.section("links")),
                Spreads.read(file.section("distance")));
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return defaults;
    }

    private static String resource() {
        try (InputStream stream = Defaults.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
