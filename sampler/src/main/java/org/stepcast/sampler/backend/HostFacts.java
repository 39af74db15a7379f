package org.stepcast.sampler.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the operating system says of the processor and the memory of this machine. */
public final class HostFacts {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long KIB = 1024;

    /** Of the memory that is free: the rest is for the process itself and its neighbours. */
    private static final double USABLE_FRACTION = 0.7;

    private HostFacts() {}

    /** The processor as a device that {@code threadCount} threads of one process make up. */
    public static DeviceFacts processor(int threadCount) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("threads", Integer.toString(threadCount));
        environment.put("processor", processorName());
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("clock_mhz", value(PROCESSOR, "cpu MHz").orElse("unknown"));
        environment.put("cache_per_socket", value(PROCESSOR, "cache size").orElse("unknown"));
        environment.put("system", System.getProperty("os.name") + " " + kernelVersion());
        environment.put("java", System.getProperty("java.vm.version"));
        String name = DeviceFacts.plain(processorName()) + "-" + threadCount + "t";
        return new DeviceFacts(name, (long) (USABLE_FRACTION * freeBytes()), environment);
    }

    /** Memory that this machine has, in use or not. */
    public static long memoryBytes() {
        return kib("MemTotal");
    }

    /** Memory in use by all processes together. */
    public static long usedBytes() {
        return memoryBytes() - freeBytes();
    }

    /** The current clock in MHz, where the system tells it. */
    public static Optional<String> clock() {
        return value(PROCESSOR, "cpu MHz");
    }

    /** Without what a distribution or a cloud puts behind it. */
    private static String kernelVersion() {
        return System.getProperty("os.version").replaceFirst("-.*", "");
    }

    private static String processorName() {
        return value(PROCESSOR, "model name").orElse(System.getProperty("os.arch") + " processor");
    }

    private static long freeBytes() {
        return kib("MemAvailable");
    }

    private static long kib(String key) {
        return value(MEMORY, key)
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) * KIB)
                .orElseGet(() -> Runtime.getRuntime().maxMemory());
    }

    private static Optional<String> value(Path file, String key) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
