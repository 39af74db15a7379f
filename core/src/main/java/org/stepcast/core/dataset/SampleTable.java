package org.stepcast.core.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * One pass of one file, or of the parts of one: the rows that a regressor is fitted to and an accuracy is stated for.
 *
 * @param file path as the user knows it; of the first part
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

    /** Whether {@code other} is another part of the same table. */
    boolean goesOnIn(SampleTable other) {
        return clusterName.equals(other.clusterName)
                && deviceName.equals(other.deviceName)
                && name.equals(other.name)
                && precision == other.precision
                && pass == other.pass
                && Objects.equals(Path.of(file).getParent(), Path.of(other.file).getParent());
    }

    /** The same table with other rows. */
    public SampleTable withSamples(List<Sample> others) {
        return new SampleTable(file, clusterName, deviceName, name, precision, pass, others);
    }
}
