package org.stepcast.estimator.step;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.AttentionKernel;

/** Which generation of the attention kernel a framework of some year runs on a device. */
public record AttentionChoice(FrameworkProfile profile, int year) {

    private static final int LAST_YEAR_OF_FLASH1 = 2022;

    /** The generation behind {@code asked}; the newest of the framework for {@link AttentionKernel#FLASH}. */
    public AttentionKernel of(AttentionKernel asked, Device device) {
        return asked == AttentionKernel.FLASH ? flash(device) : asked;
    }

    /** The newest flash attention that framework and device have. */
    public AttentionKernel flash(Device device) {
        if (!device.supports(Precision.BF16)) {
            return AttentionKernel.FLASH1; // Volta and Turing: FlashAttention-2 needs Ampere
        }
        NavigableMap<Integer, AttentionKernel> flash = profile.attention().entrySet().stream()
                .filter(entry -> entry.getValue() != AttentionKernel.UNFUSED)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
        if (flash.isEmpty()) {
            return year <= LAST_YEAR_OF_FLASH1 ? AttentionKernel.FLASH1 : AttentionKernel.FLASH2;
        }
        Map.Entry<Integer, AttentionKernel> latest = flash.floorEntry(year);
        return onDevice(latest == null ? flash.firstEntry().getValue() : latest.getValue(), device);
    }

    /** What a run of the framework used that says nothing of its attention. */
    public AttentionKernel unsaid(Device device) {
        if (!device.supports(Precision.BF16)) {
            return AttentionKernel.UNFUSED;
        }
        Map.Entry<Integer, AttentionKernel> latest = profile.attention().floorEntry(year);
        return latest == null ? AttentionKernel.UNFUSED : onDevice(latest.getValue(), device);
    }

    /** FlashAttention-3 needs Hopper, which computes in fp8. */
    private static AttentionKernel onDevice(AttentionKernel kernel, Device device) {
        return kernel == AttentionKernel.FLASH3 && !device.supports(Precision.FP8) ? AttentionKernel.FLASH2 : kernel;
    }
}
