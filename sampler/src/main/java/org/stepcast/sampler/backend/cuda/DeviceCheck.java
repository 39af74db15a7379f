package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.Refusal;

/** Whether a GPU computes right, and as fast as it should: to be run before it is sampled. */
public final class DeviceCheck {

    private final CudaDriver driver;
    private final Routines routines;
    private final DeviceRates rates;
    private final List<String> lines = new ArrayList<>();
    private int wrongCount;

    DeviceCheck(CudaDriver driver, Routines routines, DeviceRates rates) {
        this.driver = driver;
        this.routines = routines;
        this.rates = rates;
    }

    /**
     * What was found.
     *
     * @param lines for a person
     * @param wrongCount results that differ from their references by more than rounding explains
     */
    public record Report(List<String> lines, int wrongCount) {

        public Report {
            lines = List.copyOf(lines);
        }
    }

    Report run() {
        lines.add(String.format(Locale.ROOT, "%-52s %-16s %10s %10s", "operator", "result", "error", "allowed"));
        VerificationTasks.all().forEach(this::verify);
        measure("device copy", "%.3f TB/s read and written", () -> rates.copyBytesPerSecond() / 1e12);
        measure(
                "bf16 product " + DeviceRates.LARGE.shapeText(),
                "%.1f TFLOP/s",
                () -> rates.productFlopsPerSecond() / 1e12);
        measure("launch from the host", "%.2f us", rates::launchMicros);
        return new Report(lines, wrongCount);
    }

    private void verify(KernelTask task) {
        try {
            for (Verification.Finding finding : new Verification(driver, routines).check(task)) {
                wrongCount += finding.isRight() ? 0 : 1;
                lines.add(String.format(
                        Locale.ROOT,
                        "%-52s %-16s %10.2e %10.0e%s",
                        task.text(),
                        finding.result(),
                        finding.errorFraction(),
                        finding.allowedFraction(),
                        finding.isRight() ? "" : "  WRONG"));
            }
        } catch (Refusal refusal) {
            lines.add(String.format(Locale.ROOT, "%-52s %s", task.text(), refusal.text()));
        }
    }

    /** Something that gives one figure. */
    @FunctionalInterface
    private interface Figure {
        double value() throws Refusal;
    }

    private void measure(String name, String format, Figure figure) {
        try {
            lines.add(String.format(Locale.ROOT, "%-52s " + format, name, figure.value()));
        } catch (Refusal refusal) {
            lines.add(String.format(Locale.ROOT, "%-52s %s", name, refusal.text()));
        }
    }
}
