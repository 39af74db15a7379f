package org.stepcast.sampler.launch;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;

/** Finds the place of this process in what flags and the launcher's environment variables say. */
public final class Launch {

    /** Where rank 0 listens if nobody says otherwise; PyTorch's usual port. */
    private static final int USUAL_PORT = 29500;

    /** Ports that are derived from the number of a job, so that two jobs on a node do not meet. */
    private static final int FIRST_JOB_PORT = 10_000;

    private static final int JOB_PORT_COUNT = 20_000;
    private static final int HIGHEST_PORT = 65_535;

    private final Variables variables;
    private final Faults faults;

    private Launch(Variables variables, Faults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /**
     * The place of this process; empty where nothing launched it together with others.
     *
     * @throws BadInputException naming every variable or flag that is missing or wrong
     */
    public static Optional<RankPlace> find(Map<String, String> environment, LaunchFlags flags) {
        Variables variables = new Variables(environment);
        Optional<Launcher> launcher = launcher(variables, flags);
        return launcher.map(found -> {
            Faults faults = new Faults(found.label());
            return new Launch(variables.withFaults(faults), faults).place(found, flags);
        });
    }

    /** As {@link #find}, for what makes no sense on a single rank. */
    public static RankPlace require(Map<String, String> environment, LaunchFlags flags) {
        return find(environment, flags)
                .orElseThrow(() -> new BadInputException("This needs several ranks, and nothing tells this process"
                        + " which one it is."
                        + "\n  Start it with torchrun --no-python, srun or mpirun, or give --rank, --world-size and"
                        + " --master."));
    }

    /** The innermost launcher: torchrun may run under srun, and mpirun within a Slurm job. */
    private static Optional<Launcher> launcher(Variables variables, LaunchFlags flags) {
        if (flags.nameRank()) {
            return Optional.of(Launcher.FLAGS);
        }
        if (variables.has("RANK") && variables.has("WORLD_SIZE")) {
            return Optional.of(Launcher.TORCHRUN);
        }
        if (variables.has("OMPI_COMM_WORLD_RANK")) {
            return Optional.of(Launcher.MPIRUN);
        }
        // The script of an sbatch job has a SLURM_PROCID too, but is one process and no step.
        return variables.has("SLURM_PROCID") && variables.has("SLURM_STEP_NUM_TASKS")
                ? Optional.of(Launcher.SRUN)
                : Optional.empty();
    }

    private RankPlace place(Launcher launcher, LaunchFlags flags) {
        Numbers numbers = switch (launcher) {
            case FLAGS -> ofFlags(flags);
            case TORCHRUN -> ofTorchrun();
            case MPIRUN -> ofMpirun();
            case SRUN -> ofSrun();
        };
        numbers.check(faults);
        InetSocketAddress master = flags.master().map(this::parse).orElseGet(() -> master(launcher, numbers));
        faults.throwIfAny();
        return new RankPlace(
                launcher,
                numbers.rank(),
                numbers.rankCount(),
                numbers.localRank(),
                numbers.ranksPerNodeCount(),
                master);
    }

    private Numbers ofFlags(LaunchFlags flags) {
        int rank = given("--rank", flags.rank());
        int rankCount = given("--world-size", flags.rankCount());
        return new Numbers(
                rank,
                rankCount,
                flags.localRank().orElse(rank),
                flags.ranksPerNodeCount().orElse(rankCount));
    }

    private int given(String flag, Optional<Integer> value) {
        if (value.isEmpty()) {
            faults.add(flag + " is missing: --rank and --world-size belong together.");
        }
        return value.orElse(0);
    }

    /** Kubernetes operators and PyTorch's {@code env://} leave the local variables out: one rank on each node. */
    private Numbers ofTorchrun() {
        return new Numbers(
                variables.whole("RANK"),
                variables.whole("WORLD_SIZE"),
                variables.has("LOCAL_RANK") ? variables.whole("LOCAL_RANK") : 0,
                variables.has("LOCAL_WORLD_SIZE") ? variables.whole("LOCAL_WORLD_SIZE") : 1);
    }

    private Numbers ofMpirun() {
        return new Numbers(
                variables.whole("OMPI_COMM_WORLD_RANK"),
                variables.whole("OMPI_COMM_WORLD_SIZE"),
                variables.whole("OMPI_COMM_WORLD_LOCAL_RANK"),
                variables.whole("OMPI_COMM_WORLD_LOCAL_SIZE"));
    }

    private Numbers ofSrun() {
        int rankCount = variables.whole("SLURM_STEP_NUM_TASKS");
        int nodeCount = variables.whole("SLURM_STEP_NUM_NODES");
        if (nodeCount < 1 || rankCount % nodeCount != 0) {
            faults.add("SLURM_STEP_NUM_TASKS", rankCount, "must be a multiple of the nodes (" + nodeCount + ")");
            nodeCount = 1;
        }
        return new Numbers(
                variables.whole("SLURM_PROCID"), rankCount, variables.whole("SLURM_LOCALID"), rankCount / nodeCount);
    }

    private InetSocketAddress master(Launcher launcher, Numbers numbers) {
        return InetSocketAddress.createUnresolved(host(launcher, numbers), port(launcher));
    }

    private String host(Launcher launcher, Numbers numbers) {
        if (variables.has("MASTER_ADDR")) {
            return variables.text("MASTER_ADDR");
        }
        if (numbers.rankCount() == numbers.ranksPerNodeCount()) {
            return "127.0.0.1";
        }
        if (launcher == Launcher.SRUN) {
            return NodeList.first(variables.text("SLURM_STEP_NODELIST"));
        }
        faults.add("MASTER_ADDR is missing: the address of the node of rank 0."
                + "\n  Export it, or give --master HOST:PORT.");
        return "";
    }

    /** torchrun's own store may hold MASTER_PORT; then the next one is ours. */
    private int port(Launcher launcher) {
        if (variables.has("MASTER_PORT")) {
            int port = variables.whole("MASTER_PORT");
            return inRange("MASTER_PORT", variables.flag("TORCHELASTIC_USE_AGENT_STORE") ? port + 1 : port);
        }
        return switch (launcher) {
            case FLAGS, TORCHRUN -> USUAL_PORT;
            case MPIRUN -> jobPort(variables.orEmpty("PMIX_NAMESPACE"));
            case SRUN -> jobPort(variables.orEmpty("SLURM_JOB_ID") + "." + variables.orEmpty("SLURM_STEP_ID"));
        };
    }

    private static int jobPort(String job) {
        return FIRST_JOB_PORT + Math.floorMod(job.hashCode(), JOB_PORT_COUNT);
    }

    private InetSocketAddress parse(String master) {
        int colon = master.lastIndexOf(':');
        if (colon < 1 || !master.substring(colon + 1).matches("\\d{1,5}")) {
            faults.add("--master", master, "must be HOST:PORT");
            return InetSocketAddress.createUnresolved("", 0);
        }
        int port = inRange("--master", Integer.parseInt(master.substring(colon + 1)));
        return InetSocketAddress.createUnresolved(master.substring(0, colon), port);
    }

    private int inRange(String name, int port) {
        if (port < 1 || port > HIGHEST_PORT) {
            faults.add(name, port, "must be a port, 1.." + HIGHEST_PORT);
            return USUAL_PORT;
        }
        return port;
    }

    /** What a launcher says, not yet known to fit together. */
    private record Numbers(int rank, int rankCount, int localRank, int ranksPerNodeCount) {

        void check(Faults faults) {
            if (rankCount < 1) {
                faults.add("world size", rankCount, "must be at least 1");
            } else if (rank < 0 || rank >= rankCount) {
                faults.add("rank", rank, "must be in 0.." + (rankCount - 1) + ", below the world size");
            }
            if (ranksPerNodeCount < 1 || rankCount % ranksPerNodeCount != 0) {
                faults.add(
                        "ranks on this node",
                        ranksPerNodeCount,
                        "must divide the world size (" + rankCount + "): files of samples name nodes x ranks per node");
            } else if (localRank < 0 || localRank >= ranksPerNodeCount) {
                faults.add("local rank", localRank, "must be in 0.." + (ranksPerNodeCount - 1));
            }
        }
    }
}
