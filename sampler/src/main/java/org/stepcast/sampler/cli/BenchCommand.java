package org.stepcast.sampler.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.TrainingBackend;
import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;
import org.stepcast.sampler.bench.Bench;
import org.stepcast.sampler.bench.BenchReport;
import org.stepcast.sampler.bench.BenchTask;
import org.stepcast.sampler.bench.ModelBook;
import org.stepcast.sampler.bench.ReportJson;
import org.stepcast.sampler.bench.ReportText;
import org.stepcast.sampler.bench.Strategy;
import org.stepcast.sampler.launch.Rendezvous;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sampler bench}: how fast a real model really trains on this machine. */
@Command(
        name = "bench",
        description = {
            "Trains a model with random weights for some steps; writes report.txt and report.json.",
            "With --strategy data-parallel it is started once for each rank, by torchrun --no-python, srun or mpirun, or"
                    + " with --rank and --world-size."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private final Backends backends;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LaunchOptions launch = new LaunchOptions();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FILE",
            description = "Model, such as gpt2 or llama-mini.")
    private String model = "";

    @Option(names = "--batch-size", paramLabel = "B", description = "Sequences of a step; default: ${DEFAULT-VALUE}.")
    private int batchCount = 1;

    @Option(names = "--seq-length", paramLabel = "L", description = "Tokens of a sequence; default: ${DEFAULT-VALUE}.")
    private int sequenceTokens = 512;

    @Option(
            names = "--strategy",
            paramLabel = "single|data-parallel",
            description = "How processes share the work; default: ${DEFAULT-VALUE}.")
    private String strategy = "single";

    @Option(names = "--precision", paramLabel = "fp32", description = "Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the device; default: ${DEFAULT-VALUE}.")
    private int threadCount = 1;

    @Option(names = "--steps", paramLabel = "N", description = "Measured steps; default: ${DEFAULT-VALUE}.")
    private int stepCount = 10;

    @Option(names = "--warm-up", paramLabel = "N", description = "Steps before those; default: ${DEFAULT-VALUE}.")
    private int warmUpCount = 3;

    @Option(
            names = "--peak",
            paramLabel = "RATE",
            description = "Peak of the device that the MFU refers to, such as \"312 TFLOPS\"; default: measured.")
    private String peak = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the reports.")
    private Path out = Path.of("");

    BenchCommand(Backends backends) {
        this.backends = backends;
    }

    @Override
    public Integer call() {
        requirePositive("--batch-size", batchCount);
        requirePositive("--seq-length", sequenceTokens);
        requirePositive("--steps", stepCount);
        TrainingTask training =
                new TrainingTask(ModelBook.builtIn().find(model), batchCount, sequenceTokens, precision);
        requirePositions(training);
        switch (Strategy.named(strategy)) {
            case SINGLE -> trainAlone(training);
            case DATA_PARALLEL -> trainTogether(training);
        }
        return 0;
    }

    private void trainAlone(TrainingTask training) {
        launch.find().filter(place -> place.rankCount() > 1).ifPresent(place -> {
            throw new BadInputException("--strategy (single) must be data-parallel for " + place.rankCount()
                    + " ranks, or start one process.");
        });
        BenchTask task = new BenchTask(training, Strategy.SINGLE, 1, warmUpCount, stepCount, peakFlopsPerSecond());
        publish(train(task, valueCount -> GradientReducer.alone(), this::progress));
    }

    /** The first rank speaks for all: every rank's step ends with that of the slowest. */
    private void trainTogether(TrainingTask training) {
        try (Rendezvous ranks = launch.join()) {
            int rankCount = ranks.place().rankCount();
            BenchTask task = new BenchTask(
                    training, Strategy.DATA_PARALLEL, rankCount, warmUpCount, stepCount, peakFlopsPerSecond());
            IntFunction<GradientReducer> connect = valueCount -> backends.reducer(ranks, valueCount, launch.patience());
            if (ranks.place().isFirst()) {
                publish(train(task, connect, this::progress));
            } else {
                train(task, connect, step -> {});
            }
        }
    }

    private BenchReport train(BenchTask task, IntFunction<GradientReducer> connect, IntConsumer heard) {
        try (TrainingBackend backend = backends.training(threadCount)) {
            return new Bench(backend, connect, heard).run(task);
        }
    }

    private void publish(BenchReport report) {
        write("report.txt", ReportText.of(report));
        write("report.json", ReportJson.of(report));
        spec.commandLine().getOut().print(ReportText.of(report));
        spec.commandLine().getOut().flush();
    }

    private double peakFlopsPerSecond() {
        return peak.isEmpty()
                ? backends.figures(threadCount, precision).flopsPerSecond()
                : Dimension.FLOPS_PER_SECOND
                        .parse(peak)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--peak (" + peak + ") must be " + Dimension.FLOPS_PER_SECOND.allowed()));
    }

    private static void requirePositions(TrainingTask training) {
        int positions = training.model().positionCount();
        if (positions > 0 && training.sequenceTokens() > positions) {
            throw new BadInputException("--seq-length (" + training.sequenceTokens()
                    + ") must be at most the positions of " + training.model().name() + " (" + positions + ").");
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new BadInputException(option + " (" + value + ") must be at least 1.");
        }
    }

    private void progress(int doneCount) {
        PrintWriter log = spec.commandLine().getErr();
        log.println("step " + doneCount + " of " + (warmUpCount + stepCount));
        log.flush();
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve(name), text);
        } catch (IOException unwritable) {
            throw new BadInputException(out + ": cannot be written: " + unwritable.getMessage());
        }
    }
}
