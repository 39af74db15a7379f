package org.stepcast.sampler.grid;

import java.time.Duration;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;
import org.stepcast.sampler.config.Repeats;

/** How long a plan takes at least: the work of its shapes at the peak rates of a device, as often as they are repeated. */
public final class PlanTime {

    /** Choosing, allocating and filling the operands of one shape. */
    private static final double SECONDS_PER_SHAPE = 0.05;

    private final Device device;
    private final Precision precision;
    private final int runCount;

    public PlanTime(Device device, Precision precision, Repeats repeats) {
        this.device = device;
        this.precision = precision;
        this.runCount = repeats.warmUpCount() + repeats.measuredCount();
    }

    /** The time of {@code plan}. */
    public Duration of(GridPlan plan) {
        SampleFormat format = SampleFormat.of(plan.name(), precision).orElseThrow();
        double seconds = 0;
        for (GridShape shape : plan.shapes()) {
            seconds += SECONDS_PER_SHAPE;
            for (Pass pass : format.timeColumns().keySet()) {
                seconds += runCount * seconds(shape.operator(), pass);
            }
        }
        return Duration.ofMillis((long) (seconds * 1e3));
    }

    /** {@link #of} for people: {@code 1 h 20 min}. */
    public String text(GridPlan plan) {
        long seconds = of(plan).toSeconds();
        if (seconds < 60) {
            return Math.max(1, seconds) + " s";
        }
        return seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    private double seconds(Operator operator, Pass pass) {
        Work work = operator.work(pass, precision);
        double bytesPerSecond =
                operator instanceof Collective ? device.nodeLink().bytesPerSecond() : device.memoryBytesPerSecond();
        return Math.max(work.flops() / device.peakFlopsPerSecond(precision), work.movedBytes() / bytesPerSecond);
    }
}
