package org.stepcast.estimator.fit;

import java.util.Locale;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Work;

/**
 * No operator is faster than its FLOPs at the dense peak, than its bytes at full memory bandwidth (less what the L2 cache
 * may still hold from the operator before), or than its bytes on the links it uses.
 */
final class PhysicalLimitRule implements CleaningRule {

    private static final double MICROS_PER_SECOND = 1e6;

    private final LinkLimits links;

    PhysicalLimitRule(LinkLimits links) {
        this.links = links;
    }

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        for (int row = 0; row < table.rowCount(); row++) {
            Sample sample = table.sample(row);
            double leastMicros = leastMicros(sample, table.device());
            if (sample.micros() < leastMicros) {
                rejections.reject(
                        row,
                        "physical limit",
                        String.format(
                                Locale.ROOT,
                                "%.1f us for %s, which the hardware cannot do in less than %.1f us",
                                sample.micros(),
                                sample.operator().shapeText(),
                                leastMicros));
            }
        }
    }

    private double leastMicros(Sample sample, Device device) {
        if (sample.operator() instanceof Collective collective) {
            return links.leastMicros(collective, device);
        }
        Work work = sample.operator().work(sample.pass(), sample.precision());
        double computing = work.flops() > 0 ? work.flops() / device.peakFlopsPerSecond(sample.precision()) : 0;
        double moving = (work.movedBytes() - device.l2Bytes()) / device.memoryBytesPerSecond();
        return Math.max(computing, moving) * MICROS_PER_SECOND;
    }
}
