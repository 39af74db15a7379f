package org.stepcast.core.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.operator.Precision;

/**
 * What the path of a sample file says. Two layouts: {@code <cluster>/operator/<GPU>_<operator>_<precision>.csv} (with
 * {@code nccl} in place of {@code operator} and {@code _<nodes>_<gpusPerNode>} after the precision), and
 * {@code <device>/<operator>_<precision>.csv}. In a folder {@code operator} the two numbers after the precision tell which
 * part of how many the file is: all parts are one table.
 */
record SampleFileName(
        String clusterName, String deviceName, String operatorName, Precision precision, String topology) {

    private static final Pattern NAME = Pattern.compile("(.+)_(fp32|fp16|bf16|fp8)((?:_\\d+_\\d+)?)\\.csv");

    /** Empty when the name follows neither layout. */
    static Optional<SampleFileName> parse(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        if (folder == null || folder.getFileName() == null || !matcher.matches()) {
            return Optional.empty();
        }
        String folderName = folder.getFileName().toString();
        boolean nested = folderName.equals("operator") || folderName.equals("nccl");
        Path cluster = nested ? folder.getParent() : folder;
        if (cluster == null || cluster.getFileName() == null) {
            return Optional.empty();
        }
        Precision precision = Precision.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        String clusterName = cluster.getFileName().toString();
        String stem = matcher.group(1);
        String topology = folderName.equals("operator") ? "" : matcher.group(3);
        if (!nested) {
            return Optional.of(new SampleFileName(clusterName, clusterName, stem, precision, topology));
        }
        int separator = stem.indexOf('_');
        return separator < 0
                ? Optional.empty()
                : Optional.of(new SampleFileName(
                        clusterName, stem.substring(0, separator), stem.substring(separator + 1), precision, topology));
    }

    /** The name of the tables of this file: {@code linear1}, {@code allreduce_large_2_4}. */
    String tableName() {
        return operatorName + topology;
    }
}
