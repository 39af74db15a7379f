package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;

/**
 * A dataset described and cleaned.
 *
 * @param usable tables with the rows that stand
 * @param unusable tables left out, each with the reason
 */
record Preparation(List<CleanTable> usable, List<UnusableTarget> unusable) {

    Preparation {
        usable = List.copyOf(usable);
        unusable = List.copyOf(unusable);
    }

    static Preparation of(Dataset dataset, DeviceTable devices, TaskPool pool) {
        Cleaning cleaning = new Cleaning(LinkLimits.builtIn(), Passes.of(dataset.tables()));
        List<UnusableTarget> unusable = new ArrayList<>();
        List<Callable<CleanTable>> tasks = new ArrayList<>();
        for (SampleTable table : dataset.tables()) {
            Optional<Device> device = devices.find(table.deviceName());
            String fault = fault(table, device);
            if (device.isPresent() && fault.isEmpty()) {
                tasks.add(() -> cleaning.clean(DescribedTable.of(table, device.get())));
            } else {
                unusable.add(unusable(table, table.samples().size(), 0, fault));
            }
        }
        List<CleanTable> usable = new ArrayList<>();
        for (CleanTable clean : pool.run(tasks)) {
            String reason = fault(clean);
            if (reason.isEmpty()) {
                usable.add(clean);
            } else {
                SampleTable table = clean.kept().table();
                unusable.add(unusable(table, clean.rowCount(), clean.rejected().size(), reason));
            }
        }
        return new Preparation(usable, unusable);
    }

    /** Why a table cannot be described; empty when it can. */
    private static String fault(SampleTable table, Optional<Device> device) {
        if (device.isEmpty()) {
            return "device (" + table.deviceName() + ") is not in the table of devices";
        }
        if (table.samples().isEmpty()) {
            return "it has no rows";
        }
        Operator operator = table.samples().getFirst().operator();
        boolean isComputing = !(operator instanceof Collective);
        if (isComputing && !device.get().supports(table.precision())) {
            return device.get().name() + " does not compute in "
                    + table.precision().label();
        }
        return "";
    }

    private static String fault(CleanTable clean) {
        if (clean.isCorrupt()) {
            return String.format(
                    Locale.ROOT,
                    "corrupt: %d of %d rows rejected (%s)",
                    clean.rejected().size(),
                    clean.rowCount(),
                    clean.reasons());
        }
        return clean.hasEnoughRows() ? "" : "too few rows: " + clean.kept().rowCount();
    }

    private static UnusableTarget unusable(SampleTable table, int rowCount, int rejectedCount, String reason) {
        return new UnusableTarget(
                table.file(),
                table.clusterName(),
                table.name(),
                table.precision(),
                table.pass(),
                rowCount,
                rejectedCount,
                reason);
    }
}
