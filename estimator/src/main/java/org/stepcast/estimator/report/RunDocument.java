package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.run.BatchPhase;
import org.stepcast.estimator.run.ComputeOptimal;
import org.stepcast.estimator.run.Goodput;
import org.stepcast.estimator.run.RunEstimate;
import org.stepcast.estimator.run.TrainingWork;

/** The JSON of {@code stepcast plan-run}. A map, because keys are left out where their values are not known. */
public final class RunDocument {

    private static final double DAY_SECONDS = 86_400;

    private RunDocument() {}

    /** The document of a run. */
    public static Map<String, Object> of(RunEstimate run, MemoryEstimate memory) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tokens", run.length().tokenCount());
        document.put("epochs", run.length().epochCount());
        document.put("trainedTokens", run.length().trainedTokens());
        document.put("steps", run.stepCount());
        document.put("batches", run.phases().stream().map(RunDocument::phase).toList());
        document.put("stepTimeSeconds", run.stepSeconds());
        document.put("stepTimeBasis", run.basis());
        document.put("tokensPerSecond", run.tokensPerSecond());
        document.put(
                "tokensPerSecondPerGpu",
                run.tokensPerSecond().times(1.0 / run.config().deviceCount()));
        document.put("trainingSeconds", run.trainingSeconds());
        document.put("totalSeconds", run.totalSeconds());
        document.put("days", run.totalSeconds().times(1 / DAY_SECONDS));
        document.put("gpuHours", run.deviceHours());
        putCost(document, run);
        document.put("energy", energy(run));
        document.put("flops", work(run.work()));
        document.put("tflopsPerGpu", work(run.deviceRates().times(1e-12)));
        document.put("mfu", run.utilizationFraction());
        document.put("goodput", goodput(run));
        document.put("memory", MemoryDocument.of(memory, List.of()));
        document.put("assumptions", run.assumptions());
        document.put("reasons", run.reasons());
        document.put("config", ConfigEcho.of(run.config()));
        return document;
    }

    /** The same with what a budget is best spent on. */
    public static Map<String, Object> of(ComputeOptimal optimal, MemoryEstimate memory) {
        Map<String, Object> document = of(optimal.run(), memory);
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("budgetFlops", optimal.budgetFlops());
        part.put("optimal", optimal.sizes().stream().map(RunDocument::sizes).toList());
        part.put("thisModel", optimal.needs().stream().map(RunDocument::need).toList());
        document.put("computeOptimal", part);
        return document;
    }

    private static Map<String, Object> phase(BatchPhase phase) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("global", phase.globalSize());
        keys.put("steps", phase.stepCount());
        return keys;
    }

    private static void putCost(Map<String, Object> document, RunEstimate run) {
        if (run.price() instanceof HourlyPrice.Range range) {
            document.put("costUsd", run.costDollars(range));
            Map<String, Object> price = new LinkedHashMap<>();
            price.put("lowUsdPerGpuHour", range.lowDollars());
            price.put("highUsdPerGpuHour", range.highDollars());
            price.put("date", range.date());
            price.put("source", range.source());
            document.put("price", price);
        }
    }

    private static Map<String, Object> energy(RunEstimate run) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("kilowattHours", run.kilowattHours());
        keys.put("wattsPerGpu", run.devicePowerWatts());
        return keys;
    }

    private static Map<String, Object> work(TrainingWork work) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("sixNd", work.plainFlops());
        keys.put("exact", work.exactFlops());
        keys.put("visibleAttention", work.visibleFlops());
        keys.put("withRecomputation", work.hardwareFlops());
        return keys;
    }

    /** Times of what never happens are left out: JSON has no infinity. */
    private static Map<String, Object> goodput(RunEstimate run) {
        Goodput goodput = run.goodput();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("usefulFraction", goodput.usefulFraction());
        putFinite(keys, "meanSecondsBetweenFailures", goodput.failureSeconds());
        keys.put("expectedFailures", run.totalSeconds().p50() / goodput.failureSeconds());
        keys.put("restartSeconds", goodput.restartSeconds());
        keys.put("checkpointBytes", goodput.checkpointBytes());
        keys.put("checkpointSeconds", goodput.checkpointSeconds());
        putFinite(keys, "checkpointIntervalSeconds", goodput.intervalSeconds());
        putFinite(keys, "youngIntervalSeconds", goodput.youngSeconds());
        putFinite(keys, "dalyIntervalSeconds", goodput.dalySeconds());
        return keys;
    }

    private static void putFinite(Map<String, Object> keys, String key, double value) {
        if (Double.isFinite(value)) {
            keys.put(key, value);
        }
    }

    private static Map<String, Object> sizes(ComputeOptimal.Sizes sizes) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("law", sizes.law().name());
        keys.put("parameters", sizes.parameterCount());
        keys.put("tokens", sizes.tokenCount());
        keys.put("source", sizes.law().source());
        return keys;
    }

    private static Map<String, Object> need(ComputeOptimal.Need need) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("law", need.law().name());
        keys.put("tokens", need.tokenCount());
        keys.put("flops", need.workFlops());
        keys.put("gpuHours", need.deviceHours());
        return keys;
    }
}
