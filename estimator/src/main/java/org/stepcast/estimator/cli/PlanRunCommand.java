package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.hardware.PriceTable;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.RunDocument;
import org.stepcast.estimator.report.RunText;
import org.stepcast.estimator.run.Budget;
import org.stepcast.estimator.run.ComputeOptimal;
import org.stepcast.estimator.run.Pace;
import org.stepcast.estimator.run.RunDefaults;
import org.stepcast.estimator.run.RunEstimate;
import org.stepcast.estimator.run.RunModel;
import org.stepcast.estimator.step.StepModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast plan-run}: days, cost, energy and goodput of a whole run. */
@Command(
        name = "plan-run",
        description = "Forecasts a whole run: days, GPU-hours, cost, energy, failures and checkpoints.",
        mixinStandardHelpOptions = true)
final class PlanRunCommand implements Callable<Integer> {

    private static final Path NOWHERE = Path.of("");

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training job in YAML, named or published form.")
    private Path config = NOWHERE;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of the training data: 1.4T, 300B, 1000000.")
    private String tokens = "";

    @Option(names = "--price", paramLabel = "USD", description = "Price of one GPU for one hour.")
    private double price = Double.NaN;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price table that is read before the built-in one.")
    private Path prices = NOWHERE;

    @Option(
            names = "--step-time",
            paramLabel = "TIME",
            description = "Measured step time in place of the forecast: 6.8s.")
    private String stepTime = "";

    @Option(
            names = "--tflops",
            paramLabel = "N",
            description = "Assumed TFLOPS of one GPU in place of the forecast, counted as 6 N D, recomputing 8 N D.")
    private double tflops = Double.NaN;

    @Option(
            names = "--compute-optimal",
            description = "Best parameters and tokens for a budget, and tokens for this model.")
    private boolean optimal;

    @Option(
            names = "--budget",
            paramLabel = "N UNIT",
            description = "For --compute-optimal: FLOPs, GPU-hours or USD; default: what the run takes.")
    private String budget = "";

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    PlanRunCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        TrainingConfig job = services.read(config);
        RunLength length = length(job);
        RunDefaults defaults = RunDefaults.builtIn();
        RunEstimate run = new RunModel(defaults).estimate(job, length, pace(job), price(job, length));
        MemoryEstimate memory = services.memory().estimate(job);
        if (optimal) {
            Budget spent = budget.isEmpty() ? ComputeOptimal.ofRun(run) : Budget.parse(budget);
            print(ComputeOptimal.of(run, spent, defaults.laws()), memory);
        } else {
            print(run, memory);
        }
        return 0;
    }

    private void print(RunEstimate run, MemoryEstimate memory) {
        print(json ? new Json().write(RunDocument.of(run, memory)) + "\n" : RunText.of(run, memory));
    }

    private void print(ComputeOptimal found, MemoryEstimate memory) {
        print(json ? new Json().write(RunDocument.of(found, memory)) + "\n" : RunText.of(found, memory));
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    /** {@code --tokens} goes before the file. */
    private RunLength length(TrainingConfig job) {
        if (tokens.isEmpty()) {
            return job.run()
                    .orElseThrow(() -> new BadInputException(
                            config + ": run.tokens is missing.\n  Give it, or --tokens, such as --tokens 1.0T."));
        }
        double count = count(tokens);
        return job.run().map(given -> given.withTokens(count)).orElseGet(() -> RunLength.ofTokens(count));
    }

    private static double count(String text) {
        OptionalDouble parsed = text.matches("[0-9]*\\.?[0-9]+([eE]\\+?[0-9]+)?")
                ? OptionalDouble.of(Double.parseDouble(text))
                : Dimension.TOKENS.parse(text);
        return positive("--tokens", text, parsed, "a number above 0, such as 1.4T, 300B or 1000000");
    }

    private Pace pace(TrainingConfig job) {
        if (!stepTime.isEmpty() && !Double.isNaN(tflops)) {
            throw new BadInputException("--step-time and --tflops cannot go together.\n  Leave one of them out.");
        }
        if (!stepTime.isEmpty()) {
            double micros =
                    positive("--step-time", stepTime, Dimension.MICROS.parse(stepTime), Dimension.MICROS.allowed());
            return new Pace.Measured(micros / 1e6, job.batch().globalSize());
        }
        return Double.isNaN(tflops)
                ? new Pace.Forecast(new StepModel(services.times(job)))
                : new Pace.Assumed(positive("--tflops", tflops) * 1e12);
    }

    private HourlyPrice price(TrainingConfig job, RunLength length) {
        if (!Double.isNaN(price)) {
            return given(positive("--price", price), "--price");
        }
        if (length.gpuHourDollars().isPresent()) {
            return given(length.gpuHourDollars().getAsDouble(), "run.gpu_hour_usd");
        }
        var device = job.cluster().device();
        return prices.equals(NOWHERE)
                ? device.price()
                : PriceTable.read(prices)
                        .find(device.name())
                        .<HourlyPrice>map(range -> range)
                        .orElseGet(device::price);
    }

    private static HourlyPrice given(double dollars, String source) {
        return new HourlyPrice.Range(dollars, dollars, "now", source);
    }

    private static double positive(String option, double value) {
        return positive(option, Double.toString(value), OptionalDouble.of(value), "a number above 0");
    }

    private static double positive(String option, String text, OptionalDouble value, String allowed) {
        if (value.isEmpty() || !(value.getAsDouble() > 0) || Double.isInfinite(value.getAsDouble())) {
            throw new BadInputException(option + " (" + text + ") must be " + allowed + ".");
        }
        return value.getAsDouble();
    }
}
