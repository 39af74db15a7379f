package org.stepcast.sampler.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.sampler.backend.GradientExchange;
import org.stepcast.sampler.backend.TrainingBackend;
import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;
import org.stepcast.sampler.bench.Bench;
import org.stepcast.sampler.bench.BenchReport;
import org.stepcast.sampler.bench.BenchTask;
import org.stepcast.sampler.bench.ModelBook;
import org.stepcast.sampler.bench.ReportJson;
import org.stepcast.sampler.bench.ReportText;
import org.stepcast.sampler.bench.Strategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sampler bench}: how fast a real model really trains on this machine. */
@Command(
        name = "bench",
        description = "Trains a model with random weights for some steps; writes report.txt and report.json.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private final Backends backends;

    @Spec
    private CommandSpec spec = CommandSpec.create();

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
        Strategy shared = Strategy.named(strategy);
        requirePositions(training);
        double peakFlops = peakFlopsPerSecond();
        try (TrainingBackend backend = backends.training(threadCount)) {
            BenchTask task = new BenchTask(training, shared, 1, warmUpCount, stepCount, peakFlops);
            BenchReport report = new Bench(backend, GradientExchange.none(), this::progress).run(task);
            write("report.txt", ReportText.of(report));
            write("report.json", ReportJson.of(report));
            spec.commandLine().getOut().print(ReportText.of(report));
            spec.commandLine().getOut().flush();
        }
        return 0;
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
