package org.stepcast.sampler.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.stepcast.sampler.backend.ModelShape;
import org.stepcast.sampler.backend.PreparedTraining.StepTimes;

/** The report as one JSON object of numbers and texts. */
public final class ReportJson {

    private ReportJson() {}

    /** The document. */
    public static String of(BenchReport report) {
        int ranks = report.task().rankCount();
        ModelShape model = report.task().training().model();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", model.name());
        values.put("parameters", report.parameterCount());
        values.put("device", report.device().name());
        values.put("deviceCount", ranks);
        values.put("strategy", report.task().strategy().label());
        values.put("precision", report.task().training().precision().label());
        values.put("batchSize", report.task().training().batchCount());
        values.put("sequenceLength", report.task().training().sequenceTokens());
        values.put("steps", report.steps().size());
        values.put("stepSecondsP10", report.stepSeconds(0.1));
        values.put("stepSecondsP50", report.stepSeconds(0.5));
        values.put("stepSecondsP90", report.stepSeconds(0.9));
        values.put("forwardSeconds", report.medianSeconds(StepTimes::forwardMicros));
        values.put("backwardSeconds", report.medianSeconds(StepTimes::backwardMicros));
        values.put("gradientExchangeSeconds", report.medianSeconds(StepTimes::reduceMicros));
        values.put("optimizerSeconds", report.medianSeconds(StepTimes::optimizerMicros));
        values.put("tokensPerSecondPerDevice", report.tokensPerSecond());
        values.put("tokensPerSecondTotal", ranks * report.tokensPerSecond());
        values.put("flopsPerSecondPerDevice", report.flopsPerSecond());
        values.put("flopsPerSecondTotal", ranks * report.flopsPerSecond());
        values.put("forwardFlopsPerSecondPerDevice", report.forwardFlopsPerSecond());
        values.put("peakFlopsPerSecondPerDevice", report.task().peakFlopsPerSecond());
        values.put("mfu", report.mfuFraction());
        values.put("processPeakBytes", report.processPeakBytes());
        values.put("machinePeakBytes", report.machinePeakBytes());
        values.put(
                "stepSeconds",
                report.steps().stream().map(step -> step.totalMicros() / 1e6).toList());
        values.put("losses", report.steps().stream().map(StepTimes::loss).toList());
        return values.entrySet().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": " + json(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String json(Object value) {
        if (value instanceof String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        return Objects.toString(value);
    }
}
