package org.stepcast.sampler.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Reads sampling configurations; the key {@code sample} tells the compact form from the published one. */
public final class SamplingConfigReader {

    private SamplingConfigReader() {}

    /**
     * Reads one file.
     *
     * @throws BadInputException naming every fault of it
     */
    public static SamplingConfig read(Path file) {
        Faults faults = new Faults(file.toString());
        YamlNode top = YamlFile.read(file, faults);
        SamplingConfig config = top.has("sample")
                ? CompactForm.read(top, file.toString(), sha256(file))
                : PublishedForm.read(top, file.toString(), sha256(file));
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return config;
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read: " + unreadable.getMessage());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
