package org.stepcast.estimator.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;

/**
 * Reads launch files as jobs: scripts and files of Megatron-LM's arguments, DeepSpeed's JSON, torchtitan's TOML. What such a
 * file does not say comes from stepcast.yml in the same folder, which goes before it.
 */
public final class LaunchFileReader {

    /** The name of the file with what a launch file does not say. */
    public static final String COMPANION = "stepcast.yml";

    private LaunchFileReader() {}

    /**
     * The job of {@code file} in the named form; empty if it is no launch file.
     *
     * @throws BadInputException with every fault of the file
     */
    public static Optional<String> named(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!Files.isRegularFile(file) || !name.matches(".*\\.(sh|args|txt|sbatch|toml|json)")) {
            return Optional.empty();
        }
        Faults faults = new Faults(file.toString());
        Optional<NamedKeys> said = read(file, name, faults);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        faults.throwIfAny();
        NamedKeys all = said.get().with(companion(file));
        if (!all.has("cluster.name") && !all.has("cluster.device.name")) {
            throw new BadInputException(
                    file + ": does not say which cluster it runs on.\n  Write beside it " + COMPANION
                            + " with cluster: {name: h100-sxm, gpu_count: 64}, and whatever else the file leaves out.");
        }
        return Optional.of(YamlFile.text(all.nested()));
    }

    private static Optional<NamedKeys> read(Path file, String name, Faults faults) {
        String text = text(file);
        if (name.endsWith(".toml")) {
            return Optional.of(TorchtitanReader.read(file.toString(), text, faults));
        }
        if (name.endsWith(".json")) {
            Map<String, Object> json = YamlFile.mapping(file.toString(), text);
            boolean deepSpeed = json.containsKey("train_batch_size")
                    || json.containsKey("train_micro_batch_size_per_gpu")
                    || json.containsKey("zero_optimization");
            return deepSpeed ? Optional.of(DeepSpeedJson.read(json, faults)) : Optional.empty();
        }
        ShellArguments arguments = ShellArguments.of(text);
        NamedKeys keys = MegatronReader.read(arguments.options(), faults);
        deviceCount(arguments.launcher()).ifPresent(count -> keys.put("cluster.gpu_count", count));
        return Optional.of(keys);
    }

    /** Nodes times processes of a node, where the script gives both as numbers. */
    private static Optional<Long> deviceCount(Map<String, String> launcher) {
        String nodes = launcher.getOrDefault("--nnodes", "1");
        String processes = launcher.getOrDefault("--nproc-per-node", "");
        return nodes.matches("\\d{1,7}") && processes.matches("\\d{1,7}")
                ? Optional.of(Long.parseLong(nodes) * Long.parseLong(processes))
                : Optional.empty();
    }

    private static NamedKeys companion(Path file) {
        Path beside = file.toAbsolutePath().resolveSibling(COMPANION);
        return Files.isRegularFile(beside)
                ? NamedKeys.of(YamlFile.mapping(beside.toString(), text(beside)))
                : new NamedKeys();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read as UTF-8 text.");
        }
    }
}
