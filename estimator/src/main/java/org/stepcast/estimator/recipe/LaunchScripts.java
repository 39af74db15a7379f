package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts a program on every node: by hand with torchrun, under Slurm, as an indexed Job of Kubernetes. */
final class LaunchScripts {

    private final RecipeJob job;

    LaunchScripts(RecipeJob job) {
        this.job = job;
    }

    /**
     * The three ways.
     *
     * @param settings lines before the start: variables and arrays
     * @param program what torchrun runs, with its arguments
     */
    List<LaunchFile> files(String settings, String program) {
        return List.of(
                new LaunchFile("run.sh", torchrun(settings, program)),
                new LaunchFile("run.sbatch", slurm()),
                new LaunchFile("job.yaml", kubernetes()));
    }

    String header(String what) {
        return "#!/usr/bin/env bash\n# " + job.origin() + "\n# " + what + "\nset -euo pipefail\n";
    }

    private String torchrun(String settings, String program) {
        return header("Run it on each of " + job.nodeCount() + " nodes with its NODE_RANK, and the first node's name as"
                        + " MASTER_ADDR.")
                + "cd \"$(dirname \"$0\")\"\n\n" + settings + "\n"
                + "exec torchrun \\\n"
                + "    --nnodes " + job.nodeCount() + " --nproc-per-node " + job.nodeDeviceCount() + " \\\n"
                + "    --node-rank \"${NODE_RANK:-0}\" --master-addr \"${MASTER_ADDR:-127.0.0.1}\" --master-port"
                + " \"${MASTER_PORT:-29500}\" \\\n"
                + "    " + program + "\n";
    }

    private String slurm() {
        return """
            #!/usr/bin/env bash
            # %s
            # sbatch run.sbatch
            #SBATCH --job-name=stepcast
            #SBATCH --nodes=%d
            #SBATCH --ntasks-per-node=1
            #SBATCH --gpus-per-node=%d
            #SBATCH --exclusive
            set -euo pipefail
            MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
            export MASTER_ADDR
            srun --kill-on-bad-exit=1 bash -c 'NODE_RANK=$SLURM_NODEID exec ./run.sh'
            """.formatted(job.origin(), job.nodeCount(), job.nodeDeviceCount());
    }

    private String kubernetes() {
        return """
            # %s
            # kubectl create configmap stepcast-launch --from-file=. && kubectl apply -f job.yaml
            apiVersion: v1
            kind: Service
            metadata:
              name: stepcast
            spec:
              clusterIP: None # gives each pod a name
              selector:
                job-name: stepcast
            ---
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: stepcast
            spec:
              completionMode: Indexed
              completions: %d
              parallelism: %d
              backoffLimit: 0
              template:
                spec:
                  subdomain: stepcast
                  restartPolicy: Never
                  containers:
                    - name: train
                      image: training-image:latest # one with the framework
                      workingDir: /workspace
                      command: ["bash", "-c", "cp -L /launch/* . && NODE_RANK=$JOB_COMPLETION_INDEX exec bash run.sh"]
                      env:
                        - {name: MASTER_ADDR, value: stepcast-0.stepcast}
                      resources:
                        limits: {nvidia.com/gpu: %d}
                      volumeMounts:
                        - {name: launch, mountPath: /launch}
                        - {name: memory, mountPath: /dev/shm}
                  volumes:
                    - name: launch
                      configMap: {name: stepcast-launch}
                    - name: memory # NCCL and data loaders share memory within a node
                      emptyDir: {medium: Memory}
            """.formatted(job.origin(), job.nodeCount(), job.nodeCount(), job.nodeDeviceCount());
    }

    /** Values that a shell would take apart; those in double quotes hold variables. */
    private static String quoted(String value) {
        return value.startsWith("\"") || value.matches("[\\w.,:/ -]+") ? value : "'" + value + "'";
    }

    /** An array of a shell with one option a line. */
    static String array(String name, String comment, Map<String, String> options) {
        return options.entrySet().stream()
                .map(option ->
                        "    " + option.getKey() + (option.getValue().isEmpty() ? "" : " " + quoted(option.getValue())))
                .collect(Collectors.joining("\n", "# " + comment + "\n" + name + "=(\n", "\n)\n"));
    }
}
