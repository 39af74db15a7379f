package org.stepcast.estimator.validation;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.timing.ClusterTimes;

/** A complete row of a table of runs, to change one value of. */
record RunRows(Map<String, String> values) {

    static RunRows complete() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("id", "run-1");
        values.put("year", "2023");
        values.put("framework", "Megatron-LM");
        values.put("layers", "24");
        values.put("hidden", "2048");
        values.put("heads", "16");
        values.put("vocab", "50304");
        values.put("seq_len", "2048");
        values.put("gpu", "A100-SXM4-80GB");
        values.put("gpus", "16");
        values.put("gpus_per_node", "8");
        values.put("inter_node", "IB-HDR-8x200G");
        values.put("tp", "2");
        values.put("pp", "1");
        values.put("dp", "8");
        values.put("zero_stage", "1");
        values.put("seq_parallel", "0");
        values.put("micro_batch", "4");
        values.put("global_batch", "128");
        values.put("recompute", "none");
        values.put("precision", "bf16");
        values.put("attention", "flash");
        values.put("target_iter_s", "2.5");
        return new RunRows(values);
    }

    RunRows with(String column, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        if (value.isEmpty()) {
            changed.remove(column);
        } else {
            changed.put(column, value);
        }
        return new RunRows(changed);
    }

    RunRow row() {
        return new RunRow(new CsvTable.Row(2, values));
    }

    RunJob job() {
        return reader().read(row());
    }

    Run run() {
        return Run.read(row(), reader());
    }

    private static RunReader reader() {
        return new RunReader(
                new KnownClusters(List.of(Path.of("..", "regressors")), DeviceTable.builtIn()),
                config -> ClusterTimes.ofFigures(config.cluster(), List::of));
    }
}
