package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.stepcast.sampler.backend.Refusal;

/** Reads the device's clocks, temperature and power through NVML. It changes nothing. */
final class DeviceMonitor {

    private static final int SM_CLOCK = 1;
    private static final int MEMORY_CLOCK = 2;
    private static final int CHIP = 0;

    /** Throttle reasons that are none: idle, and clocks that an application asked for. Source: nvml.h. */
    private static final long HARMLESS_REASONS = 0x1 | 0x2;

    private static final String UNKNOWN = "unknown";

    private final NativeLibrary library;
    private final long device;

    private DeviceMonitor(NativeLibrary library, long device) {
        this.library = library;
        this.device = device;
    }

    static DeviceMonitor open(NativeLibrary library, String busId) throws Refusal {
        int status = library.call("nvmlInit_v2");
        if (status != 0) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, "NVML cannot start: status " + status);
        }
        try (Arena arena = Arena.ofConfined()) {
            long device = Native.longFrom(
                    place -> library.call("nvmlDeviceGetHandleByPciBusId_v2", arena.allocateFrom(busId), place));
            return new DeviceMonitor(library, device);
        }
    }

    /** What does not change while sampling. */
    Map<String, String> standing() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("driver", Native.textFrom(96, place -> library.call("nvmlSystemGetDriverVersion", place, 96)));
        facts.put("max_sm_clock_mhz", number("nvmlDeviceGetMaxClockInfo", SM_CLOCK));
        facts.put("max_memory_clock_mhz", number("nvmlDeviceGetMaxClockInfo", MEMORY_CLOCK));
        facts.put("power_limit_milliwatts", number("nvmlDeviceGetEnforcedPowerLimit"));
        return facts;
    }

    /**
     * What changes, that which does so fastest first. Power is a mean over the last moment, up to a second on some devices; no
     * throttle reason is 0x0.
     */
    SortedMap<String, String> now() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("sm_clock_mhz", number("nvmlDeviceGetClockInfo", SM_CLOCK));
        facts.put("throttle_reasons", throttleReasons());
        facts.put("memory_clock_mhz", number("nvmlDeviceGetClockInfo", MEMORY_CLOCK));
        facts.put("power_milliwatts", number("nvmlDeviceGetPowerUsage"));
        facts.put("celsius", number("nvmlDeviceGetTemperature", CHIP));
        return facts;
    }

    private String throttleReasons() {
        return read(
                "nvmlDeviceGetCurrentClocksThrottleReasons",
                reasons -> "0x" + Long.toHexString(reasons & ~HARMLESS_REASONS));
    }

    private String number(String function, Object... arguments) {
        return read(function, Long::toString, arguments);
    }

    private String read(String function, LongFunction<String> text, Object... arguments) {
        if (!library.has(function)) {
            return UNKNOWN;
        }
        int[] status = new int[1];
        long value = Native.longFrom(place -> status[0] = library.call(
                function,
                Stream.of(Stream.of((Object) device), Arrays.stream(arguments), Stream.of((Object) place))
                        .flatMap(Function.identity())
                        .toArray()));
        return status[0] == 0 ? text.apply(value) : UNKNOWN;
    }
}
