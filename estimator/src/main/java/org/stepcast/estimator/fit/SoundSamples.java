package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.DeviceTable;

/**
 * What is left of a dataset after cleaning.
 *
 * @param tables with the rows that stand
 * @param unusable tables left out, each with the reason
 * @param rejected rows left out of {@code tables}
 */
public record SoundSamples(List<SampleTable> tables, List<UnusableTarget> unusable, List<RejectedRow> rejected) {

    public SoundSamples {
        tables = List.copyOf(tables);
        unusable = List.copyOf(unusable);
        rejected = List.copyOf(rejected);
    }

    /** Cleans {@code dataset} by the rules that fitting uses. */
    public static SoundSamples of(Dataset dataset, DeviceTable devices, int threadCount) {
        Preparation preparation = Preparation.of(dataset, devices, new TaskPool(threadCount, FitProgress.silent()));
        return new SoundSamples(
                preparation.usable().stream().map(clean -> clean.kept().table()).toList(),
                preparation.unusable(),
                preparation.usable().stream()
                        .flatMap(clean -> clean.rejected().stream())
                        .toList());
    }
}
