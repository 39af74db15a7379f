package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stepcast.core.error.Faults;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.CudaGraphs;
import org.stepcast.estimator.config.Framework.ExpertDispatch;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.Framework.FusedLoss;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;

/** Reads the named form. Every section is read, then the rules are checked, then all faults are thrown together. */
final class NamedForm {

    private static final List<Precision> PRECISIONS =
            List.of(Precision.FP32, Precision.FP16, Precision.BF16, Precision.FP8);
    private static final int FIRST_YEAR = 2018;
    private static final int LAST_YEAR = 2100;

    /** The keys of the top level that hold one value each. */
    private record Execution(Precision precision, Recompute recompute, Offload offload, AttentionKernel attention) {}

    private final Path file;
    private final Faults faults;
    private final YamlNode top;
    private final ModelSection models;
    private final ClusterSection clusters;
    private final CalibrationSection calibrations;
    private final Sizes sizes = new Sizes();

    /** The form of a file. */
    static NamedForm in(Path file, ReadOptions options) {
        Faults faults = new Faults(file.toString());
        return new NamedForm(file, YamlFile.read(file, faults), options);
    }

    /** The form of a text that was made from a file. */
    static NamedForm of(Path file, String text, ReadOptions options) {
        return new NamedForm(file, YamlFile.parse(file.toString(), text, new Faults(file.toString())), options);
    }

    private NamedForm(Path file, YamlNode top, ReadOptions options) {
        FolderSearch search = new FolderSearch(file, options.workingDirectory());
        this.file = file;
        this.faults = top.faults();
        this.top = top;
        this.models = new ModelSection(options.presets(), search);
        this.clusters = new ClusterSection(options.clusters(), options.devices(), search);
        this.calibrations = new CalibrationSection(top, search);
    }

    TrainingConfig read() {
        Framework framework = framework(top.sectionOrEmpty("framework"));
        Batch batch = batch(top.section("batch"));
        Optional<Architecture> model = models.read(top, sizes);
        YamlNode clusterSection = top.section("cluster");
        Optional<KnownCluster> cluster = clusters.read(clusterSection);
        ParallelSection parallel = new ParallelSection(top.sectionOrEmpty("parallel"), clusterSection, sizes);
        ParallelPlan plan = parallel.read(framework);
        long deviceCount = parallel.deviceCount();
        Execution execution = execution();
        Optional<RunLength> run =
                top.optionalSection("run").map(section -> RunSection.read(section, batch, plan.dataSize()));
        Optional<Calibration> calibration = calibrations.read(cluster, framework);
        checkSizes(plan, framework);
        // A cluster read from figures is sound only where no fault was found.
        cluster.filter(known -> faults.isEmpty() || !clusterSection.has("device"))
                .ifPresent(known -> checkCluster(known, deviceCount, execution.precision(), framework));
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return new TrainingConfig(
                file.toString(),
                model.orElseThrow(),
                cluster.orElseThrow().cluster(),
                cluster.orElseThrow().samples(),
                deviceCount,
                plan,
                batch,
                execution.precision(),
                execution.recompute(),
                execution.offload(),
                execution.attention(),
                framework,
                calibration,
                run,
                Optional.empty());
    }

    private Execution execution() {
        return new Execution(
                option("precision", PRECISIONS, Precision::label, Defaults.PRECISION),
                option("recompute", List.of(Recompute.values()), Recompute::label, Defaults.RECOMPUTE),
                option("offload", List.of(Offload.values()), Offload::label, Defaults.OFFLOAD),
                option("attention", List.of(AttentionKernel.values()), AttentionKernel::label, Defaults.ATTENTION));
    }

    private void checkSizes(ParallelPlan plan, Framework framework) {
        PlanRules rules = new PlanRules(sizes, Size::namedPath, faults);
        rules.check();
        rules.checkSchedule(plan.schedule());
        rules.checkSharding(framework.name(), plan.sharding(), "parallel.sharding");
        if (plan.sequenceParallel() == SequenceParallel.ON) {
            rules.checkSequenceParallel();
        }
        if (plan.contextExchange() == ContextExchange.ALL_TO_ALL) {
            rules.checkHeadExchange();
        }
    }

    private void checkCluster(KnownCluster known, long deviceCount, Precision precision, Framework framework) {
        ClusterRules rules = new ClusterRules(known.cluster(), faults);
        rules.checkDeviceCount(Size.GPU_COUNT.namedPath(), deviceCount);
        rules.checkPrecision("precision", precision);
        rules.checkDispatch("framework.expert_dispatch", framework.expertDispatch());
    }

    private Batch batch(YamlNode section) {
        return new Batch(
                sizes.read(section, Size.SEQUENCE),
                sizes.readOr(section, Size.MICRO, Defaults.ONE),
                sizes.read(section, Size.GLOBAL));
    }

    private static Framework framework(YamlNode section) {
        Framework byDefault = Defaults.FRAMEWORK;
        FrameworkName name = section.optionalOneOf("name", List.of(FrameworkName.values()), FrameworkName::label)
                .orElse(byDefault.name());
        return new Framework(
                name,
                (int) section.optionalWhole("year", FIRST_YEAR, LAST_YEAR).orElse(byDefault.year()),
                section.optionalFlag("compile")
                        .map(on -> on ? Compile.ON : Compile.OFF)
                        .orElseGet(() -> Defaults.compile(name)),
                section.optionalFlag("fused_loss")
                        .map(on -> on ? FusedLoss.ON : FusedLoss.OFF)
                        .orElse(byDefault.fusedLoss()),
                section.optionalFlag("cuda_graphs")
                        .map(on -> on ? CudaGraphs.ON : CudaGraphs.OFF)
                        .orElse(byDefault.cudaGraphs()),
                section.optionalOneOf(
                                "expert_dispatch",
                                List.of(ExpertDispatch.ALL_TO_ALL, ExpertDispatch.DEEP_EP),
                                ExpertDispatch::label)
                        .orElse(byDefault.expertDispatch()));
    }

    private <E> E option(String key, List<E> options, Function<E, String> label, E byDefault) {
        return top.optionalOneOf(key, options, label).orElse(byDefault);
    }
}
