package org.stepcast.estimator.measured;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.estimator.measured.PeakMemory.Kind;

/** How frameworks log a step. A format that comes earlier is preferred where a log has lines of several. */
enum LogFormat {
    /** Source: Megatron-LM megatron/training/training.py, training_log; the same in Megatron-DeepSpeed and GPT-NeoX. */
    MEGATRON_LM(
            "iteration +(\\d+) */",
            "elapsed time per iteration \\(ms\\): *([\\d.]+)",
            Pace.MILLISECONDS,
            "global batch size: *(\\d+)",
            "max allocated: *([\\d.]+)",
            Kind.MEBIBYTES_ALLOCATED),

    /** Source: NeMo, the step timing callback; console lines and progress bars. */
    NEMO(
            "global_step[:=] *(\\d+)",
            "train_step_timing in s[:=] *([\\d.]+)",
            Pace.SECONDS,
            "global_batch_size[:=] *(\\d+)",
            Never.PATTERN,
            Kind.GIBIBYTES_ALLOCATED),

    /** Source: torchtitan components/metrics.py; tokens of one device, parallel ranks shared out. */
    TORCHTITAN(
            "step: *(\\d+)",
            "tps: *([\\d,]+)",
            Pace.DEVICE_TOKENS_PER_SECOND,
            Never.PATTERN,
            "memory: *([\\d.]+)GiB",
            Kind.GIBIBYTES_RESERVED),

    /** Source: DeepSpeed runtime/pipe/engine.py. */
    DEEPSPEED_PIPELINE(
            "steps: *(\\d+)",
            "iter time \\(s\\): *([\\d.]+)",
            Pace.SECONDS,
            Never.PATTERN,
            Never.PATTERN,
            Kind.GIBIBYTES_ALLOCATED),

    /** Source: DeepSpeed utils/timer.py, ThroughputTimer. */
    DEEPSPEED(
            "global_step=(\\d+)",
            "CurrSamplesPerSec=([\\d.eE+-]+)",
            Pace.SAMPLES_PER_SECOND,
            Never.PATTERN,
            "MaxMemAllocated=([\\d.]+)GB",
            Kind.GIBIBYTES_ALLOCATED),

    /** Source: Composer callbacks/speed_monitor.py and memory_monitor.py, as llm-foundry prints them. */
    COMPOSER(
            "\\[batch=(\\d+)/",
            "throughput/device/tokens_per_sec: *([\\d.]+)",
            Pace.DEVICE_TOKENS_PER_SECOND,
            Never.PATTERN,
            "memory/peak_reserved_mem: *([\\d.]+)",
            Kind.GIGABYTES_RESERVED),

    /** One line at the end, the first steps included. Source: Hugging Face Transformers trainer_utils.py, speed_metrics. */
    HUGGING_FACE_TRAINER(
            Never.PATTERN,
            "'train_samples_per_second': *'?([\\d.]+)",
            Pace.SAMPLES_PER_SECOND,
            Never.PATTERN,
            Never.PATTERN,
            Kind.GIBIBYTES_ALLOCATED);

    private final Pattern step;
    private final Pattern pace;
    private final Pace kind;
    private final Pattern batch;
    private final Pattern peak;
    private final Kind peakKind;

    LogFormat(String step, String pace, Pace kind, String batch, String peak, Kind peakKind) {
        this.step = Pattern.compile(step);
        this.pace = Pattern.compile(pace);
        this.kind = kind;
        this.batch = Pattern.compile(batch);
        this.peak = Pattern.compile(peak);
        this.peakKind = peakKind;
    }

    /** The name that reports use: {@code megatron-lm}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Pace kind() {
        return kind;
    }

    Kind peakKind() {
        return peakKind;
    }

    OptionalDouble step(String line) {
        return number(step, line);
    }

    OptionalDouble pace(String line) {
        return number(pace, line);
    }

    OptionalDouble batch(String line) {
        return number(batch, line);
    }

    OptionalDouble peak(String line) {
        return number(peak, line);
    }

    /** The line as people recognise it. */
    String example() {
        return switch (this) {
            case MEGATRON_LM -> "iteration 10/ 500 | elapsed time per iteration (ms): 2790.4";
            case NEMO -> "global_step: 10 | train_step_timing in s: 2.79";
            case TORCHTITAN -> "step: 10  memory: 47.66GiB(60.16%)  tps: 5,856";
            case DEEPSPEED_PIPELINE -> "steps: 10 iter time (s): 2.79";
            case DEEPSPEED -> "global_step=10, CurrSamplesPerSec=22.9";
            case COMPOSER -> "Train throughput/device/tokens_per_sec: 5856.2";
            case HUGGING_FACE_TRAINER -> "'train_samples_per_second': 22.9";
        };
    }

    private static OptionalDouble number(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(matcher.group(1).replace(",", ""));
            return Double.isFinite(value) && value >= 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException cutOff) {
            return OptionalDouble.empty(); // a line that was torn while it was written
        }
    }
}
