package org.stepcast.sampler.backend;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the device of a backend.
 *
 * @param name as the driver or the operating system names it, without spaces and underscores: it starts file names
 * @param memoryBytes that operands may take
 * @param environment driver, libraries, clocks, threads: name and value, for the sidecar
 */
public record DeviceFacts(String name, long memoryBytes, Map<String, String> environment) {

    public DeviceFacts {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** These facts and {@code more} about its environment. */
    public DeviceFacts with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new DeviceFacts(name, memoryBytes, all);
    }

    /** {@code text} in the form that {@link #name} has. */
    public static String plain(String text) {
        return text.replaceAll("\\([A-Za-z]*\\)|[\\s_]+", "").replaceAll("[^A-Za-z0-9.@-]", "-");
    }
}
