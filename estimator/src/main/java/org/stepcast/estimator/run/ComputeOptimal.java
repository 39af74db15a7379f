package org.stepcast.estimator.run;

import java.util.List;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.quantity.Interval;

/**
 * What a budget is best spent on, and what the job's own model is best trained with, by each scaling law. FLOPs, device
 * hours and dollars are exchanged at the rate of the run: its utilisation, failures and checkpoints, its price.
 *
 * @param budgetFlops what the budget buys; p10 with the slowest steps
 * @param sizes best parameters and tokens for the budget
 * @param needs what the model of the job asks for
 */
public record ComputeOptimal(RunEstimate run, Interval budgetFlops, List<Sizes> sizes, List<Need> needs) {

    /** The best parameters and tokens. */
    public record Sizes(ScalingLaw law, Interval parameterCount, Interval tokenCount) {}

    /** The best number of tokens for the parameters of a model, and what they take. */
    public record Need(ScalingLaw law, double tokenCount, double workFlops, Interval deviceHours) {}

    public ComputeOptimal {
        sizes = List.copyOf(sizes);
        needs = List.copyOf(needs);
    }

    /**
     * By each of {@code laws}.
     *
     * @throws BadInputException if the budget is money and no price is known
     */
    public static ComputeOptimal of(RunEstimate run, Budget budget, List<ScalingLaw> laws) {
        Interval flops = flops(run, budget);
        return new ComputeOptimal(
                run,
                flops,
                laws.stream().map(law -> sizes(law, flops)).toList(),
                laws.stream().map(law -> need(law, run)).toList());
    }

    /** What the run itself takes, as a budget. */
    public static Budget ofRun(RunEstimate run) {
        return new Budget.Work(run.work().plainFlops());
    }

    private static Sizes sizes(ScalingLaw law, Interval flops) {
        return new Sizes(
                law,
                new Interval(
                        law.parameterCount(flops.p10()),
                        law.parameterCount(flops.p50()),
                        law.parameterCount(flops.p90())),
                new Interval(law.tokenCount(flops.p10()), law.tokenCount(flops.p50()), law.tokenCount(flops.p90())));
    }

    private static Need need(ScalingLaw law, RunEstimate run) {
        double parameters = run.config().model().activeParameterCount();
        double flops = law.flops(parameters);
        double share = flops / run.work().plainFlops();
        return new Need(law, law.tokenCount(flops), flops, run.deviceHours().times(share));
    }

    private static Interval flops(RunEstimate run, Budget budget) {
        return switch (budget) {
            case Budget.Work work -> Interval.exactly(work.totalFlops());
            case Budget.DeviceTime time -> flops(run, time.deviceSeconds() / 3600);
            case Budget.Money money ->
                switch (run.price()) {
                    case HourlyPrice.Range range -> flops(run, money.totalDollars() / RunEstimate.middleDollars(range));
                    case HourlyPrice.Unknown unknown ->
                        throw new BadInputException("--budget in USD needs the price of "
                                + run.config().cluster().device().name() + ": " + unknown.reason()
                                + ".\n  Give it by --price.");
                };
        };
    }

    /** Faster steps do more in the same hours. */
    private static Interval flops(RunEstimate run, double deviceHours) {
        double work = run.work().plainFlops() * deviceHours;
        Interval hours = run.deviceHours();
        return new Interval(work / hours.p90(), work / hours.p50(), work / hours.p10());
    }
}
