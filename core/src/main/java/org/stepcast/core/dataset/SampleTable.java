package org.stepcast.core.dataset;

import java.util.List;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * One pass of one file: the rows that a regressor is fitted to and an accuracy is stated for.
 *
 * @param file path as the user knows it
 * @param clusterName the folder that the file belongs to: {@code Perlmutter}, {@code h100_sxm}
 * @param deviceName as the file names it: {@code NVIDIAA100-SXM4-80GB}, {@code h100_sxm}
 * @param name what the file samples, in its own words: {@code linear1}, {@code allreduce_large_2_4}, {@code gemm}
 */
public record SampleTable(
        String file,
        String clusterName,
        String deviceName,
        String name,
        Precision precision,
        Pass pass,
        List<Sample> samples) {

    public SampleTable {
        samples = List.copyOf(samples);
    }

    /** The same table with other rows. */
    public SampleTable withSamples(List<Sample> others) {
        return new SampleTable(file, clusterName, deviceName, name, precision, pass, others);
    }
}
