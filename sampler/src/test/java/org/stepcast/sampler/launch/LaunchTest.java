package org.stepcast.sampler.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.error.BadInputException;

final class LaunchTest {

    private static final Map<String, String> TORCHRUN = Map.of(
            "RANK", "5",
            "WORLD_SIZE", "8",
            "LOCAL_RANK", "1",
            "LOCAL_WORLD_SIZE", "4",
            "MASTER_ADDR", "node1",
            "MASTER_PORT", "29400");

    private static final Map<String, String> MPIRUN = Map.of(
            "OMPI_COMM_WORLD_RANK", "1",
            "OMPI_COMM_WORLD_SIZE", "2",
            "OMPI_COMM_WORLD_LOCAL_RANK", "1",
            "OMPI_COMM_WORLD_LOCAL_SIZE", "2",
            "PMIX_NAMESPACE", "1313931265");

    private static final Map<String, String> SRUN = Map.of(
            "SLURM_PROCID", "3",
            "SLURM_STEP_NUM_TASKS", "4",
            "SLURM_STEP_NUM_NODES", "2",
            "SLURM_LOCALID", "1",
            "SLURM_STEP_NODELIST", "gpu[07-08]",
            "SLURM_JOB_ID", "41",
            "SLURM_STEP_ID", "0");

    @Test
    void torchrunTellsEverything() {
        assertThat(Launch.find(TORCHRUN, LaunchFlags.none()))
                .contains(new RankPlace(
                        Launcher.TORCHRUN, 5, 8, 1, 4, InetSocketAddress.createUnresolved("node1", 29400)));
    }

    @Test
    void thePortAfterTorchrunsOwnStoreIsTaken() {
        Map<String, String> environment = with(TORCHRUN, "TORCHELASTIC_USE_AGENT_STORE", "True");

        assertThat(place(environment).master().getPort()).isEqualTo(29400 + 1);
    }

    @Test
    void aPodThatKnowsNoLocalRankIsANodeOfItsOwn() {
        Map<String, String> environment =
                Map.of("RANK", "1", "WORLD_SIZE", "3", "MASTER_ADDR", "sampler-0.sampler", "MASTER_PORT", "29500");

        assertThat(place(environment).ranksPerNodeCount()).isEqualTo(1);
        assertThat(place(environment).nodeCount()).isEqualTo(3);
    }

    @Test
    void mpirunOnOneNodeNeedsNoAddress() {
        RankPlace place = place(MPIRUN);

        assertThat(place.launcher()).isEqualTo(Launcher.MPIRUN);
        assertThat(place.master().getHostString()).isEqualTo("127.0.0.1");
        assertThat(place.master().getPort()).isBetween(10_000, 29_999);
    }

    @Test
    void twoMpirunJobsGetDifferentPorts() {
        RankPlace other = place(with(MPIRUN, "PMIX_NAMESPACE", "1313931266"));

        assertThat(other.master().getPort()).isNotEqualTo(place(MPIRUN).master().getPort());
    }

    @Test
    void mpirunOverNodesAsksForTheAddress() {
        assertThatThrownBy(
                        () -> place(with(MPIRUN, "OMPI_COMM_WORLD_LOCAL_SIZE", "1", "OMPI_COMM_WORLD_LOCAL_RANK", "0")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("MASTER_ADDR is missing");
    }

    @Test
    void srunMeetsOnTheFirstNode() {
        RankPlace place = place(SRUN);

        assertThat(place.launcher()).isEqualTo(Launcher.SRUN);
        assertThat(place.nodeCount()).isEqualTo(2);
        assertThat(place.master().getHostString()).isEqualTo("gpu07");
    }

    @Test
    void theScriptOfABatchJobIsNoRank() {
        Map<String, String> environment = Map.of("SLURM_PROCID", "0", "SLURM_NTASKS", "4", "SLURM_JOB_ID", "41");

        assertThat(Launch.find(environment, LaunchFlags.none())).isEmpty();
    }

    @Test
    void torchrunUnderSrunIsTorchrun() {
        Map<String, String> environment = new HashMap<>(SRUN);
        environment.putAll(TORCHRUN);

        assertThat(place(environment).launcher()).isEqualTo(Launcher.TORCHRUN);
    }

    @Test
    void flagsCountBeforeTheEnvironment() {
        LaunchFlags flags = new LaunchFlags(
                Optional.of(1), Optional.of(2), Optional.empty(), Optional.empty(), Optional.of("node9:4000"));

        assertThat(Launch.find(TORCHRUN, flags))
                .contains(new RankPlace(Launcher.FLAGS, 1, 2, 1, 2, InetSocketAddress.createUnresolved("node9", 4000)));
    }

    @ParameterizedTest
    @CsvSource({
        "RANK,             8,   rank (8) must be in 0..7",
        "RANK,             x,   RANK (x) must be a whole number",
        "WORLD_SIZE,       0,   world size (0) must be at least 1",
        "LOCAL_WORLD_SIZE, 3,   ranks on this node (3) must divide the world size (8)",
        "LOCAL_RANK,       4,   local rank (4) must be in 0..3",
        "MASTER_PORT,      70000, MASTER_PORT (70000) must be a port",
    })
    void wrongVariablesAreNamed(String name, String value, String message) {
        assertThatThrownBy(() -> place(with(TORCHRUN, name, value)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("torchrun: ")
                .hasMessageContaining(message);
    }

    @Test
    void aProcessOfItsOwnIsToldHowToStart() {
        assertThatThrownBy(() -> Launch.require(Map.of(), LaunchFlags.none()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("torchrun");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"node1; node1", "a,b; a", "gpu[07-08]; gpu07", "n[3,5-9]-ib,m; n3-ib", "r[1-2]c[04-05]; r1c04"})
    void theFirstOfAListOfNodesIsFound(String list, String first) {
        assertThat(NodeList.first(list)).isEqualTo(first);
    }

    private static RankPlace place(Map<String, String> environment) {
        return Launch.require(environment, LaunchFlags.none());
    }

    private static Map<String, String> with(Map<String, String> environment, String... namesAndValues) {
        Map<String, String> changed = new HashMap<>(environment);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changed.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return changed;
    }
}
