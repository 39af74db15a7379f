package org.stepcast.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

class DatasetReaderTest {

    @TempDir
    private Path root;

    private Path write(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    @Test
    void linearRowsBecomeMatrixProductsOfOneRank() throws IOException {
        String file = write(
                        "Perlmutter/operator/NVIDIAA100_linear1_fp16.csv",
                        "mp,b,l,dim,F_dur(us),B_dur(us)",
                        "2.0,4.0,4096.0,4096.0,3256.8,5916.6")
                .toString();

        List<SampleTable> tables = new DatasetReader().read(root).tables();

        Gemm expected = new Gemm(4 * 4096, 3 * 4096 / 2, 4096, Bias.ADDED);
        assertThat(tables).hasSize(2);
        assertThat(tables.get(0).samples())
                .containsExactly(new Sample(expected, Pass.FORWARD, Precision.FP16, 3256.8, file, 2));
        assertThat(tables.get(1).samples())
                .containsExactly(new Sample(expected, Pass.BACKWARD, Precision.FP16, 5916.6, file, 2));
        assertThat(tables.get(0).clusterName()).isEqualTo("Perlmutter");
        assertThat(tables.get(0).deviceName()).isEqualTo("NVIDIAA100");
        assertThat(tables.get(0).name()).isEqualTo("linear1");
    }

    @Test
    void partsOfAnOperatorAreOneTable() throws IOException {
        String header = "mp,b,l,dim,F_dur(us),B_dur(us)";
        Path first = write("A/operator/X_linear1_fp16_2_1.csv", header, "1,1,64,64,10,20", "1,2,64,64,12,24");
        Path second = write("A/operator/X_linear1_fp16_2_2.csv", header, "1,4,64,64,14,28");
        write("A/operator/X_linear2_fp16.csv", header, "1,1,64,64,10,20");
        write("B/operator/X_linear1_fp16.csv", header, "1,1,64,64,10,20");

        List<SampleTable> tables = new DatasetReader().read(root).tables();

        assertThat(tables)
                .extracting(table -> table.clusterName() + " " + table.name() + " " + table.pass() + " "
                        + table.samples().size())
                .containsExactly(
                        "A linear1 FORWARD 3",
                        "A linear1 BACKWARD 3",
                        "A linear2 FORWARD 1",
                        "A linear2 BACKWARD 1",
                        "B linear1 FORWARD 1",
                        "B linear1 BACKWARD 1");
        assertThat(tables.getFirst().samples())
                .extracting(sample -> sample.file() + ":" + sample.line())
                .containsExactly(first + ":2", first + ":3", second + ":2");
    }

    @Test
    void allGatherCountsTheElementsOfOneRank() throws IOException {
        write(
                "Vista/nccl/NVIDIAGH200_allgather_large_fp16_2_4.csv",
                "shape,nodes,GPUsPerNode,dur(us)",
                "1000,2,4,7322.8");

        SampleTable table = new DatasetReader().read(root).tables().getFirst();

        assertThat(table.name()).isEqualTo("allgather_large_2_4");
        assertThat(table.samples().getFirst().operator())
                .isEqualTo(new Collective(CollectiveKind.ALL_GATHER, 1000 * 2 * 8, new GroupShape(2, 4)));
    }

    @Test
    void plainLayoutTakesTheDeviceFromTheFolder() throws IOException {
        write("h100_sxm/gemm_bf16.csv", "m,n,k,dur(us)", "64,32,128,2.644");

        SampleTable table = new DatasetReader().read(root).tables().getFirst();

        assertThat(table.deviceName()).isEqualTo("h100_sxm");
        assertThat(table.pass()).isEqualTo(Pass.FORWARD);
        assertThat(table.samples().getFirst().operator()).isEqualTo(new Gemm(64, 32, 128, Bias.NONE));
    }

    @Test
    void brokenRowsAreNamedAndTheOthersKept() throws IOException {
        Path file = write(
                "P/operator/GPU_res_add_fp16.csv",
                "b,l,dim,F_dur(us),B_dur(us)",
                "2,1024,5632,42.4,42.4",
                "2,1024,x,42.4,42.4",
                "2,1024,2048,-1,42.4",
                "2.5,1024,2048,1,42.4",
                "2,1024",
                "4,1024,5632,82.4,82.4");

        Dataset dataset = new DatasetReader().read(root);

        assertThat(dataset.tables().getFirst().samples())
                .extracting(Sample::line)
                .containsExactly(2, 7);
        assertThat(dataset.faults())
                .containsExactly(
                        file + ": line 3: column dim (x) must be a whole number of at least 1.",
                        file + ": line 4: column F_dur(us) (-1) must be a positive number of microseconds.",
                        file + ": line 5: column b (2.5) must be a whole number of at least 1.",
                        file + ": line 6: column B_dur(us) (2 cells) must be one of 5 cells.");
    }

    @Test
    void brokenFilesAreNamedAndTheOthersKept() throws IOException {
        write("P/operator/GPU_res_add_fp16.csv", "b,l,dim,F_dur(us),B_dur(us)", "2,1024,5632,42.4,42.4");
        write("P/operator/GPU_gelu_fp16.csv", "mp,b,l,F_dur(us),B_dur(us)", "1,2,3,4,5");
        write("P/operator/GPU_warp_drive_fp16.csv", "b,dur(us)", "1,2");
        write("P/operator/notes.csv", "hello");
        write("P/operator/GPU_softmax_fp16.csv", "mp,b,h,l,F_dur(us),B_dur(us)");

        Dataset dataset = new DatasetReader().read(root);

        assertThat(dataset.tables()).extracting(SampleTable::name).containsOnly("res_add");
        assertThat(String.join("\n", dataset.faults()))
                .contains("GPU_gelu_fp16.csv: line 1: has no column dim")
                .contains("samples an unknown operator (warp_drive)")
                .contains("notes.csv: is not named as a sample file")
                .contains("GPU_softmax_fp16.csv: holds no usable row");
    }

    @Test
    void modelSelectionFilesHoldNoSamples() throws IOException {
        write("P/operator/GPU_res_add_fp16.csv", "b,l,dim,F_dur(us),B_dur(us)", "2,1024,5632,42.4,42.4");
        write(
                "P/operator/GPU.csv",
                "GPU,Function,Precision,Propagation,Best_model,Best_config,Best_error%",
                "a,b,c,d,e,f,g");

        assertThat(new DatasetReader().read(root).faults()).isEmpty();
    }

    @Test
    void foldersWithoutSamplesAreRefused() {
        assertThatThrownBy(() -> new DatasetReader().read(root))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("holds no usable sample file");
        assertThatThrownBy(() -> new DatasetReader().read(root.resolve("absent")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void contentHashChangesWithAnyByte() throws IOException {
        write("P/operator/GPU_res_add_fp16.csv", "b,l,dim,F_dur(us),B_dur(us)", "2,1024,5632,42.4,42.4");
        String before = new DatasetReader().read(root).contentHash("P");
        assertThat(new DatasetReader().contentHashes(root)).containsExactly(Map.entry("P", before));
        write("P/operator/GPU_res_add_fp16.csv", "b,l,dim,F_dur(us),B_dur(us)", "2,1024,5632,42.5,42.4");

        assertThat(new DatasetReader().read(root).contentHash("P"))
                .isNotEqualTo(before)
                .hasSize(64);
    }
}
