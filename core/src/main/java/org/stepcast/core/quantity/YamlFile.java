package org.stepcast.core.quantity;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;

/** Reads and writes YAML text whose top level is a mapping. The sole home of the YAML library. */
public final class YamlFile {

    private YamlFile() {}

    /**
     * Reads a file; {@code faults} is the list that wrong values go to.
     *
     * @throws BadInputException if the file is missing, is no YAML or holds no mapping
     */
    public static YamlNode read(Path file, Faults faults) {
        return parse(file.toString(), text(file), faults);
    }

    /** As {@link #read(Path, Faults)}, of text that messages call {@code source}. */
    public static YamlNode parse(String source, String text, Faults faults) {
        if (!(load(source, text) instanceof Map<?, ?> values)) {
            throw new BadInputException(source + ": must hold a mapping of keys to values.");
        }
        return new YamlNode("", values, faults);
    }

    /**
     * The mapping that a text holds, in plain values.
     *
     * @throws BadInputException if it is no YAML or holds no mapping
     */
    public static Map<String, Object> mapping(String source, String text) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (!(load(source, text) instanceof Map<?, ?> values)) {
            throw new BadInputException(source + ": must hold a mapping of keys to values.");
        }
        values.forEach((key, value) -> mapping.put(String.valueOf(key), value));
        return mapping;
    }

    /** The mapping as text that {@link #parse} reads back, keys in their order, blocks indented. */
    public static String text(Map<String, ?> values) {
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(values);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file.");
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": is not UTF-8 text.");
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read" + (Files.isDirectory(file) ? ", it is a folder." : "."));
        }
    }

    private static Object load(String source, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            Object loaded = new Load(settings).loadFromString(text);
            return loaded == null ? "" : loaded;
        } catch (MarkedYamlEngineException e) {
            throw new BadInputException(e.getProblemMark()
                    .map(mark ->
                            String.format(Locale.ROOT, "%s: line %d: %s.", source, mark.getLine() + 1, e.getProblem()))
                    .orElse(source + ": is not YAML: " + e.getProblem() + "."));
        } catch (StackOverflowError e) {
            // The library has no limit of its own for the depth of flow collections.
            throw new BadInputException(source + ": is nested too deeply.");
        } catch (YamlEngineException e) {
            throw new BadInputException(source + ": is not YAML: " + firstLine(e) + ".");
        }
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
