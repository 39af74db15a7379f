package org.stepcast.estimator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stepcast.core.error.BadInputException;

/** Files that commands write where the user asks for them. */
final class OutputFile {

    private OutputFile() {}

    /** @throws BadInputException if the file cannot be written */
    static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage()
                    + "\n  Name a file in a folder that exists and that you may write to.");
        }
    }
}
