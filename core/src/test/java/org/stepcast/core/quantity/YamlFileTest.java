package org.stepcast.core.quantity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;

final class YamlFileTest {

    @TempDir
    private Path folder;

    @Test
    void aMissingFileIsNamed() {
        assertUnreadable(folder.resolve("none.yml")).hasMessage(folder.resolve("none.yml") + ": no such file.");
    }

    @Test
    void aFolderIsNoFile() {
        assertUnreadable(folder).hasMessage(folder + ": cannot be read, it is a folder.");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertUnreadable(file).hasMessage(file + ": is not UTF-8 text.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment", "word", "[1, 2]", "3"})
    void theTopLevelMustBeAMapping(String text) throws IOException {
        assertUnreadable(write(text)).hasMessageEndingWith("must hold a mapping of keys to values.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\nb: [", "a: 1\na: 2", "a: 1\n\tb: 2", "a: 1\nb: *c", "a: 1\nb: 'open"})
    void brokenSyntaxNamesTheLine(String text) throws IOException {
        assertUnreadable(write(text)).hasMessageMatching("(?s).*broken\\.yml: line [23]: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \u0007", "a: 1\n---\nb: 2", "? [a, b]\n: 1\n? [a, b]\n: 2", "a: !!java/object 1"})
    void whatTheLibraryRefusesIsOneMessage(String text) throws IOException {
        assertUnreadable(write(text)).hasMessageContaining("broken.yml: ");
    }

    @Test
    void depthBeyondReasonIsRefused() throws IOException {
        assertUnreadable(write("a: " + "[".repeat(100_000))).hasMessageEndingWith("is nested too deeply.");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("broken.yml"), text);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnreadable(Path file) {
        return assertThatThrownBy(() -> YamlFile.read(file, new Faults(file.toString())))
                .isInstanceOf(BadInputException.class);
    }
}
