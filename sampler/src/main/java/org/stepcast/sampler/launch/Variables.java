package org.stepcast.sampler.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.stepcast.core.error.Faults;

/** Environment variables; wrong ones become faults. */
final class Variables {

    private final Map<String, String> environment;
    private final Faults faults;

    Variables(Map<String, String> environment) {
        this(environment, new Faults("environment"));
    }

    private Variables(Map<String, String> environment, Faults faults) {
        this.environment = environment;
        this.faults = faults;
    }

    /** The same variables; what is wrong with them goes to {@code other}. */
    Variables withFaults(Faults other) {
        return new Variables(environment, other);
    }

    boolean has(String name) {
        return !orEmpty(name).isBlank();
    }

    String orEmpty(String name) {
        return environment.getOrDefault(name, "");
    }

    String text(String name) {
        if (!has(name)) {
            faults.add(name + " is missing in the environment.");
        }
        return orEmpty(name);
    }

    /** A whole number; 0 where it is none, with a fault. */
    int whole(String name) {
        String text = text(name).strip();
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        if (!text.isEmpty()) {
            faults.add(name, text, "must be a whole number");
        }
        return 0;
    }

    boolean flag(String name) {
        return orEmpty(name).equalsIgnoreCase("true") || orEmpty(name).equals("1");
    }

    /** As far as the system tells. */
    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "this host";
        }
    }
}
