package org.stepcast.estimator.config;

import java.util.List;
import java.util.Map;
import org.stepcast.estimator.config.BadInput.Subject;

/** Folders of samples of which nothing can be used. */
final class BadDatasets {

    private static final String FILE = "data/operator/NVIDIAA100-SXM4-80GB_linear1_fp16.csv";
    private static final String HEADER = "mp,b,l,dim,F_dur(us),B_dur(us)\n";

    private BadDatasets() {}

    static List<BadInput> all() {
        return List.of(
                new BadInput(
                        "dataset: missing folder",
                        Subject.DATASET,
                        Map.of(),
                        "data",
                        1,
                        List.of("data: no such file or folder.")),
                new BadInput(
                        "dataset: empty folder",
                        Subject.DATASET,
                        Map.of("data/", ""),
                        "data",
                        1,
                        List.of("data: holds no usable sample file.", "<GPU>_<operator>_<precision>.csv")),
                dataset("empty file", "", "linear1_fp16.csv: holds no usable row"),
                dataset("header only", HEADER, "linear1_fp16.csv: holds no usable row"),
                dataset("garbled file", "\u0000\u0001\u0002;;;\n\u0003", "linear1_fp16.csv: line 1: has no column mp"),
                dataset(
                        "wrong header",
                        "a,b,c\n1,2,3\n",
                        "linear1_fp16.csv: line 1: has no column mp",
                        "it has a, b, c"),
                dataset("missing time column", "mp,b,l,dim,F_dur(us)\n1,2,3,4,5\n", "has no column B_dur(us)"),
                dataset(
                        "word as a size",
                        HEADER + "one,2,1024,2048,10,20\n",
                        "linear1_fp16.csv: line 2: column mp (one) must be a whole number"),
                dataset(
                        "negative size",
                        HEADER + "1,-2,1024,2048,10,20\n",
                        "line 2: column b (-2) must be a whole number"),
                dataset(
                        "fraction of a size",
                        HEADER + "1,2,1024.5,2048,10,20\n",
                        "line 2: column l (1024.5) must be a whole number"),
                dataset(
                        "negative time",
                        HEADER + "1,2,1024,2048,-10,20\n",
                        "line 2: column F_dur(us) (-10) must be a positive number"),
                dataset(
                        "time that is no number",
                        HEADER + "1,2,1024,2048,NaN,20\n",
                        "line 2: column F_dur(us) (NaN) must be"),
                dataset("cell missing", HEADER + "1,2,1024\n", "linear1_fp16.csv: line 2: "),
                new BadInput(
                        "dataset: file of an unknown operator",
                        Subject.DATASET,
                        Map.of("data/operator/A100_linear9_fp16.csv", HEADER),
                        "data",
                        1,
                        List.of("A100_linear9_fp16.csv: samples an unknown operator (linear9)")),
                new BadInput(
                        "dataset: file name without a precision",
                        Subject.DATASET,
                        Map.of("data/operator/linear1.csv", HEADER),
                        "data",
                        1,
                        List.of("linear1.csv: is not named as a sample file")));
    }

    private static BadInput dataset(String name, String text, String... fragments) {
        return new BadInput("dataset: " + name, Subject.DATASET, Map.of(FILE, text), "data", 1, List.of(fragments));
    }
}
