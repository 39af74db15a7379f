package org.stepcast.estimator.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.estimator.config.NamedFormWriter;
import org.stepcast.estimator.config.Presets.Preset;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** Writes the launch files of jobs. */
public final class Recipes {

    private static final Pattern HUB_NAME = Pattern.compile("([\\w.-]+/[\\w.-]+) on Hugging Face");

    private final ReadOptions options;
    private final String version;

    /** @param version of Stepcast, for the files */
    public Recipes(ReadOptions options, String version) {
        this.options = options;
        this.version = version;
    }

    /**
     * The launch files of {@code config} for {@code framework}, and beside them what they do not say, as stepcast.yml.
     *
     * @throws NotCoveredException with all that the framework cannot do of the job
     */
    public List<LaunchFile> of(TrainingConfig config, LaunchFramework framework) {
        RecipeJob job = job(config);
        Gaps gaps = new Gaps(config.source(), framework);
        switch (framework) {
            case MEGATRON, NEMO -> MegatronGaps.check(job.keys(), gaps);
            case DEEPSPEED -> DeepSpeedJson.check(job.keys(), gaps);
            case TORCHTITAN -> TorchtitanToml.check(job, gaps);
            case FSDP -> FsdpFiles.check(job.keys(), gaps);
        }
        gaps.throwIfAny();
        return switch (framework) {
            case MEGATRON -> megatron(job);
            case DEEPSPEED -> deepSpeed(job);
            case TORCHTITAN -> torchtitan(job);
            case FSDP -> fsdp(job);
            case NEMO -> nemo(job);
        };
    }

    private RecipeJob job(TrainingConfig config) {
        NamedKeys keys = NamedKeys.of(new NamedFormWriter(options).fields(config));
        String name = options.presets()
                .find(config.model().name())
                .map(Preset::source)
                .flatMap(
                        source -> HUB_NAME.matcher(source).results().findFirst().map(found -> found.group(1)))
                .orElse("");
        return new RecipeJob(config, keys, name, version);
    }

    private List<LaunchFile> megatron(RecipeJob job) {
        Map<String, String> plan = MegatronArguments.of(job.keys());
        String settings = """
            # Where Megatron-LM, data and checkpoints are.
            MEGATRON=${MEGATRON:-./Megatron-LM}
            DATA_PATH=${DATA_PATH:-./data/train_text_document}
            CHECKPOINTS=${CHECKPOINTS:-./checkpoints}
            %s%s
            """.formatted(hubSetting(job), job.connections())
                + LaunchScripts.array("PLAN", "Model and plan; stepcast reads them back.", plan) + "\n"
                + LaunchScripts.array("TRAINING", "Steps: " + job.stepRemark() + ".", MegatronTraining.of(job));
        List<LaunchFile> files = new ArrayList<>(new LaunchScripts(job)
                .files(settings, "\"$MEGATRON/pretrain_gpt.py\" \"${PLAN[@]}\" \"${TRAINING[@]}\""));
        files.add(new LaunchFile("prepare.sh", Preparation.megatron(job)));
        files.add(companion(job, MegatronReader.read(plan, new Faults("plan"))));
        return List.copyOf(files);
    }

    private List<LaunchFile> nemo(RecipeJob job) {
        String settings = """
            # Where Megatron-Bridge is, and the recipe whose configuration bridge.yaml overrides.
            BRIDGE=${BRIDGE:-./Megatron-Bridge}
            RECIPE=${RECIPE:-examples/recipes/llama/pretrain_llama3_8b.py}
            %s\
            """.formatted(job.connections());
        List<LaunchFile> files = new ArrayList<>();
        files.add(new LaunchFile("bridge.yaml", BridgeYaml.text(job)));
        files.addAll(new LaunchScripts(job).files(settings, "\"$BRIDGE/$RECIPE\" --config-file bridge.yaml"));
        files.add(new LaunchFile("prepare.sh", Preparation.megatron(job)));
        return List.copyOf(files);
    }

    private List<LaunchFile> torchtitan(RecipeJob job) {
        String toml = TorchtitanToml.text(job);
        String settings = """
            # Where torchtitan is.
            TORCHTITAN=${TORCHTITAN:-./torchtitan}
            CONFIG=$(realpath train.toml)
            export PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True
            cd "$TORCHTITAN"
            """;
        List<LaunchFile> files = new ArrayList<>();
        files.add(new LaunchFile("train.toml", toml));
        files.addAll(new LaunchScripts(job).files(settings, "-m torchtitan.train --job.config_file \"$CONFIG\""));
        files.add(new LaunchFile("prepare.sh", Preparation.torchtitan(job)));
        files.add(companion(job, TorchtitanReader.read("train.toml", toml, new Faults("train.toml"))));
        return List.copyOf(files);
    }

    private List<LaunchFile> deepSpeed(RecipeJob job) {
        Map<String, Object> json = DeepSpeedJson.of(job);
        Map<String, String> trainer = new LinkedHashMap<>(TrainerArguments.of(job));
        trainer.put("--deepspeed", "deepspeed.json");
        if (job.keys().text("recompute").equals("full")) {
            trainer.put("--gradient_checkpointing", "");
        }
        LaunchScripts scripts = new LaunchScripts(job);
        String settings = trainerSettings(job, trainer);
        List<LaunchFile> files = new ArrayList<>();
        files.add(new LaunchFile("deepspeed.json", json(json)));
        files.addAll(scripts.files(settings, "\"$RUN_CLM\" \"${TRAINER[@]}\""));
        files.add(new LaunchFile(
                "run-deepspeed.sh",
                scripts.header("DeepSpeed's own launcher: run it once, with the nodes in hostfile.")
                        + "cd \"$(dirname \"$0\")\"\n\n" + settings
                        + "\nexec deepspeed --hostfile \"${HOSTFILE:-hostfile}\" --num_nodes " + job.nodeCount()
                        + " --num_gpus " + job.nodeDeviceCount() + " \\\n    \"$RUN_CLM\" \"${TRAINER[@]}\"\n"));
        files.add(new LaunchFile("prepare.sh", Preparation.trainer(job)));
        files.add(companion(job, DeepSpeedJson.read(json, new Faults("deepspeed.json"))));
        return List.copyOf(files);
    }

    private List<LaunchFile> fsdp(RecipeJob job) {
        LaunchScripts scripts = new LaunchScripts(job);
        Map<String, String> accelerated = TrainerArguments.of(job);
        Map<String, String> plain = new LinkedHashMap<>(accelerated);
        plain.put("--fsdp", "");
        plain.put("--fsdp_config", "fsdp.json");
        List<LaunchFile> files = new ArrayList<>();
        files.add(new LaunchFile("accelerate.yaml", FsdpFiles.accelerate(job)));
        files.add(new LaunchFile("fsdp.json", json(FsdpArguments.options(job.keys()))));
        files.addAll(
                scripts.files(FsdpArguments.mesh(job) + trainerSettings(job, plain), "\"$RUN_CLM\" \"${TRAINER[@]}\""));
        files.add(new LaunchFile(
                "run-accelerate.sh",
                scripts.header("The same by Accelerate, on each node.") + "cd \"$(dirname \"$0\")\"\n\n"
                        + trainerSettings(job, accelerated)
                        + "\n"
                        + "exec accelerate launch --config_file accelerate.yaml --machine_rank \"${NODE_RANK:-0}\""
                        + " \\\n"
                        + "    --main_process_ip \"${MASTER_ADDR:-127.0.0.1}\" --main_process_port"
                        + " \"${MASTER_PORT:-29500}\" \\\n"
                        + "    \"$RUN_CLM\" \"${TRAINER[@]}\"\n"));
        files.add(new LaunchFile("prepare.sh", Preparation.trainer(job)));
        return List.copyOf(files);
    }

    private static String trainerSettings(RecipeJob job, Map<String, String> arguments) {
        return """
            # transformers' example program, the model on the hub or a folder with its config.json, data and results.
            RUN_CLM=${RUN_CLM:-./transformers/examples/pytorch/language-modeling/run_clm.py}
            %sTRAIN_FILE=${TRAIN_FILE:-./data/train.json}
            OUTPUT_DIR=${OUTPUT_DIR:-./checkpoints}

            """.formatted(hubSetting(job))
                + LaunchScripts.array("TRAINER", "Steps: " + job.stepRemark() + ".", arguments);
    }

    static String hubSetting(RecipeJob job) {
        return job.hubName().isEmpty()
                ? "HF_MODEL=${HF_MODEL:?name a model on the Hugging Face hub, or a folder with its config.json}\n"
                : "HF_MODEL=${HF_MODEL:-" + job.hubName() + "}\n";
    }

    /** What the launch files do not say, or say less exactly. */
    private LaunchFile companion(RecipeJob job, NamedKeys said) {
        boolean byPreset = said.has("model.preset");
        NamedFormWriter writer = new NamedFormWriter(options);
        NamedKeys all =
                byPreset ? NamedKeys.of(writer.mapping(job.config())) : NamedKeys.of(writer.fields(job.config()));
        NamedKeys rest = all.minus(said);
        // Follows from the GPU count; and the files are of their framework, whatever the job was forecast for.
        rest.remove("parallel.data");
        rest.remove("framework.name");
        return new LaunchFile(
                LaunchFileReader.COMPANION,
                "# " + job.origin()
                        + "\n# What the launch file beside it does not say; stepcast reads the two together.\n"
                        + YamlFile.text(rest.nested()));
    }

    private static String json(Map<String, Object> document) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("launch files hold nothing that JSON lacks", impossible);
        }
    }
}
