package org.stepcast.estimator.validation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Framework;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.ExpertDispatch;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.AttentionChoice;
import org.stepcast.estimator.step.Execution;
import org.stepcast.estimator.step.Execution.ProductFormat;
import org.stepcast.estimator.step.FrameworkProfile;
import org.stepcast.estimator.step.Guess;
import org.stepcast.estimator.step.KernelFusion;
import org.stepcast.estimator.step.ProfileTable;
import org.stepcast.estimator.step.Workload;
import org.stepcast.estimator.timing.TimeSource;

/** Turns a row of a table of runs into a job; docs/runs.md lists what each blank stands for. */
final class RunReader {

    private static final int USUAL_YEAR = 2023;
    private static final Pattern ZERO1_NOTE = Pattern.compile("zero1=(-?\\d+)");
    private static final Pattern COMPILED_NOTE = Pattern.compile("\\b[Tt]hunder|torch\\.compile|\\bcompile");
    private static final Pattern EAGER_NOTE = Pattern.compile("\\b[Ee]ager");

    private final KnownClusters clusters;
    private final Function<TrainingConfig, TimeSource> times;

    RunReader(KnownClusters clusters, Function<TrainingConfig, TimeSource> times) {
        this.clusters = clusters;
        this.times = times;
    }

    /** The job with what is sampled on its cluster. */
    Workload work(RunJob job) {
        return job.workload().withTimes(times.apply(job.config()));
    }

    /**
     * The job of a row, blanks filled in.
     *
     * @throws org.stepcast.core.error.UserException if the row lacks what is needed, or names what we do not cover
     */
    RunJob read(RunRow row) {
        int year = (int) row.countOr("year", USUAL_YEAR);
        FrameworkProfile profile =
                ProfileTable.builtIn().ofFramework(row.text("framework").orElse(""), year);
        RunCluster cluster = RunCluster.of(row, clusters);
        Architecture model = RunModel.of(row);
        RunPlan plan = RunPlan.of(row, model.layerCount(), profile, year);
        Set<Guess> guesses = EnumSet.noneOf(Guess.class);
        guesses.addAll(plan.guesses());
        if (!cluster.isNetworkKnown()) {
            guesses.add(Guess.NETWORK);
        }
        Optional<Recompute> recompute = recompute(row);
        if (recompute.isEmpty()) {
            guesses.add(Guess.RECOMPUTE);
        }
        if (row.text("micro_batch").isEmpty()) {
            guesses.add(Guess.MICRO_BATCH);
        }
        Device device = cluster.cluster().device();
        AttentionKernel attention = attention(row, profile, year, device);
        KernelFusion kernels = kernels(row, profile);
        TrainingConfig config = new TrainingConfig(
                row.id(),
                model,
                cluster.cluster(),
                cluster.known().samples(),
                row.required("gpus"),
                plan.plan(),
                new Batch(row.required("seq_len"), row.countOr("micro_batch", 1), row.required("global_batch")),
                precision(row, device),
                recompute.orElse(Recompute.NONE),
                row.flag("offload").orElse(false) ? Offload.OPTIMIZER : Offload.NONE,
                attention,
                framework(row, profile, year, kernels),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Execution execution = new Execution(
                profile,
                kernels,
                attention,
                shardRanks(row, profile, cluster, plan),
                recompute.filter(mode -> mode == Recompute.FULL).isPresent() ? 1 : 0,
                row.word("precision").equals("fp4") ? ProductFormat.FP4 : ProductFormat.AS_PRECISION,
                guesses);
        return new BlankRules(times.apply(config)).fill(new RunJob(config, execution));
    }

    private static Framework framework(RunRow row, FrameworkProfile profile, int year, KernelFusion kernels) {
        Compile compile = kernels == KernelFusion.COMPILED ? Compile.ON : Compile.OFF;
        String word = row.word("expert_dispatch");
        ExpertDispatch dispatch = switch (word) {
            case "" -> ExpertDispatch.BY_FRAMEWORK;
            case "all_to_all" -> ExpertDispatch.ALL_TO_ALL;
            case "deep_ep" -> ExpertDispatch.DEEP_EP;
            default -> throw new NotCoveredException("expert_dispatch (" + word + ") must be all_to_all or deep_ep");
        };
        return new Framework(name(profile), year, compile).withExpertDispatch(dispatch);
    }

    private static Optional<Recompute> recompute(RunRow row) {
        String word = row.word("recompute");
        return switch (word) {
            case "", "unknown" -> Optional.empty();
            case "none" -> Optional.of(Recompute.NONE);
            case "selective" -> Optional.of(Recompute.SELECTIVE);
            case "full" -> Optional.of(Recompute.FULL);
            default ->
                throw new NotCoveredException("recompute (" + word + ") must be none, selective, full or unknown");
        };
    }

    private static Precision precision(RunRow row, Device device) {
        String word = row.word("precision");
        Precision precision = switch (word) {
            case "" -> device.supports(Precision.BF16) ? Precision.BF16 : Precision.FP16;
            case "fp4" -> Precision.FP8; // products in fp4 over the same bytes as fp8
            case "fp32" -> Precision.FP32;
            case "fp16" -> Precision.FP16;
            case "bf16" -> Precision.BF16;
            case "fp8" -> Precision.FP8;
            default -> throw new NotCoveredException("precision (" + word + ") must be fp32, fp16, bf16, fp8 or fp4");
        };
        if (!device.supports(precision)) {
            throw new NotCoveredException("precision (" + word + ") is not one that " + device.name() + " computes in");
        }
        return precision;
    }

    private static AttentionKernel attention(RunRow row, FrameworkProfile profile, int year, Device device) {
        AttentionChoice choice = new AttentionChoice(profile, year);
        String word = row.word("attention");
        return switch (word) {
            case "" -> choice.unsaid(device);
            case "flash" -> choice.flash(device);
            case "unfused" -> AttentionKernel.UNFUSED;
            case "flash1" -> AttentionKernel.FLASH1;
            case "flash2" -> AttentionKernel.FLASH2;
            case "flash3" -> AttentionKernel.FLASH3;
            default ->
                throw new NotCoveredException(
                        "attention (" + word + ") must be unfused, flash, flash1, flash2 or flash3");
        };
    }

    /** From the column {@code kernels}, or else from words in the notes. */
    private static KernelFusion kernels(RunRow row, FrameworkProfile profile) {
        String word = row.word("kernels");
        for (KernelFusion fusion : KernelFusion.values()) {
            if (fusion.label().equals(word)) {
                return fusion;
            }
        }
        String notes = row.text("notes").orElse("");
        if (EAGER_NOTE.matcher(notes).find()) {
            return KernelFusion.EAGER;
        }
        return COMPILED_NOTE.matcher(notes).find() ? KernelFusion.COMPILED : profile.kernels();
    }

    /** From the column {@code zero1_group} (0: all data ranks), or else from {@code zero1=N} in the notes. */
    private static long shardRanks(RunRow row, FrameworkProfile profile, RunCluster cluster, RunPlan plan) {
        if (row.number("zero1_group").isPresent()) {
            return row.amount("zero1_group");
        }
        Matcher note = ZERO1_NOTE.matcher(row.text("notes").orElse(""));
        if (note.find()) {
            return Math.max(0, Long.parseLong(note.group(1)));
        }
        long perNode = row.countOr("gpus_per_node", cluster.cluster().node().deviceCount());
        return profile.shardRankCount(perNode, plan.plan().tensorSize());
    }

    private static FrameworkName name(FrameworkProfile profile) {
        String name = profile.name().toLowerCase(Locale.ROOT);
        for (FrameworkName known : FrameworkName.values()) {
            if (name.startsWith(known.label())) {
                return known;
            }
        }
        if (name.startsWith("megatron")) {
            return FrameworkName.MEGATRON_LM;
        }
        return profile.lineage().contains("fsdp") || name.equals("composer-fsdp")
                ? FrameworkName.FSDP
                : FrameworkName.GENERIC;
    }
}
