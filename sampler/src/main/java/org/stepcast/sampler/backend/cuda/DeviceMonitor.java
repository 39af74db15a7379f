package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.sampler.backend.Refusal;

/** Reads the device's clocks, temperature and power through NVML. It changes nothing. */
final class DeviceMonitor {

    private static final int SM_CLOCK = 1;
    private static final int MEMORY_CLOCK = 2;

    /** Throttle reasons that are none: idle, and clocks that an application asked for. Source: nvml.h. */
    private static final long HARMLESS_REASONS = 0x1 | 0x2;

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
        facts.put(
                "power_limit_milliwatts",
                Integer.toString(
                        Native.intFrom(place -> library.call("nvmlDeviceGetEnforcedPowerLimit", device, place))));
        return facts;
    }

    DeviceState now() {
        long reasons =
                Native.longFrom(place -> library.call("nvmlDeviceGetCurrentClocksThrottleReasons", device, place));
        return new DeviceState(
                Integer.parseInt(number("nvmlDeviceGetClockInfo", SM_CLOCK)),
                Integer.parseInt(number("nvmlDeviceGetClockInfo", MEMORY_CLOCK)),
                Native.intFrom(place -> library.call("nvmlDeviceGetTemperature", device, 0, place)),
                Native.intFrom(place -> library.call("nvmlDeviceGetPowerUsage", device, place)) / 1000.0,
                "0x" + Long.toHexString(reasons & ~HARMLESS_REASONS));
    }

    private String number(String function, int clock) {
        return Integer.toString(Native.intFrom(place -> library.call(function, device, clock, place)));
    }
}
