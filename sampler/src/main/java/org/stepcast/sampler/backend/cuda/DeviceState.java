package org.stepcast.sampler.backend.cuda;

import java.util.Locale;

/**
 * What the device was like right after a shape was measured.
 *
 * @param smClockMhz of the multiprocessors
 * @param throttleReasons bits of nvml.h, 0 for none
 */
record DeviceState(int smClockMhz, int memoryClockMhz, int chipCelsius, double powerWatts, String throttleReasons) {

    /** For a line of text. */
    String text() {
        return String.format(
                Locale.ROOT,
                "sm_clock_mhz=%d memory_clock_mhz=%d celsius=%d watts=%.0f throttle=%s",
                smClockMhz,
                memoryClockMhz,
                chipCelsius,
                powerWatts,
                throttleReasons);
    }
}
