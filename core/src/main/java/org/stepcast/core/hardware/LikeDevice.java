package org.stepcast.core.hardware;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * Takes the figures that an entry leaves out from the nearest device of the table, and says so. Peaks keep its ratios
 * between precisions, and its FLOPs per multiprocessor. fp8 is never assumed: a device that has it says so.
 */
final class LikeDevice implements Fallback {

    private static final List<Precision> ASSUMED =
            List.of(Precision.FP16, Precision.BF16, Precision.TF32, Precision.FP32);
    private static final List<Precision> ANCHORS =
            List.of(Precision.FP16, Precision.BF16, Precision.TF32, Precision.FP32, Precision.FP8);

    private final Device like;
    private final Link peerLink;
    private final List<Estimate> estimates = new ArrayList<>();

    /** @param peerLink between the devices of a node: it may be known where the device is not */
    LikeDevice(Device like, Link peerLink) {
        this.like = like;
        this.peerLink = peerLink;
    }

    @Override
    public double quantity(YamlNode entry, String key, Dimension dimension, ToDoubleFunction<Device> ofLike) {
        double value = ofLike.applyAsDouble(like);
        estimate(entry, key, dimension.text(value) + ", as");
        return value;
    }

    @Override
    public int multiprocessorCount(YamlNode entry, Map<Precision, Double> peaks) {
        int count = anchor(peaks)
                .map(anchor -> (int) Math.max(1, Math.round(like.multiprocessorCount() * ratio(peaks, anchor))))
                .orElse(like.multiprocessorCount());
        estimate(entry, "sm_count", count + ", at the FLOPs per multiprocessor of");
        return count;
    }

    @Override
    public Map<Precision, Double> peaks(YamlNode entry, Map<Precision, Double> given) {
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        peaks.putAll(given);
        double ratio = anchor(given).map(anchor -> ratio(given, anchor)).orElse(1.0);
        for (Precision precision : ASSUMED) {
            if (!given.containsKey(precision) && like.supports(precision)) {
                double peak = like.peakFlopsPerSecond(precision) * ratio;
                peaks.put(precision, peak);
                estimate(
                        entry,
                        "peak." + precision.label(),
                        Dimension.FLOPS_PER_SECOND.text(peak) + ", at the ratio between precisions of");
            }
        }
        return peaks;
    }

    @Override
    public Link peerLink() {
        return peerLink;
    }

    @Override
    public HourlyPrice price() {
        return new HourlyPrice.Unknown("the file of the cluster names none");
    }

    @Override
    public Provenance provenance(Provenance given) {
        return new Provenance(given.source(), given.lowConfidenceFields(), estimates);
    }

    private void estimate(YamlNode entry, String key, String how) {
        estimates.add(new Estimate(entry.path(key), how + " " + like.name() + ", the nearest known device"));
    }

    private Optional<Precision> anchor(Map<Precision, Double> given) {
        return ANCHORS.stream()
                .filter(precision -> given.containsKey(precision) && like.supports(precision))
                .findFirst();
    }

    private double ratio(Map<Precision, Double> given, Precision anchor) {
        return given.getOrDefault(anchor, 1.0) / like.peakFlopsPerSecond(anchor);
    }
}
