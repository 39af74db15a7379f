package org.stepcast.estimator.app;

import java.nio.file.Path;
import java.util.Optional;

/** The folder for what can be made again. */
final class UserCache {

    private UserCache() {}

    /** {@code $XDG_CACHE_HOME/stepcast}, or {@code .cache/stepcast} in the user's home. */
    static Path folder() {
        Path root = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".cache"));
        return root.resolve("stepcast");
    }
}
