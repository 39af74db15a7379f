package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.step.MatrixProducts.Product;
import org.stepcast.estimator.timing.OperatorTime;

/** The operators of a stage with their times in a step, for reports; a forward pass and its recomputation count together. */
final class ProfiledLines {

    /** Spread of a single operator, each way: stacks differ so much on one GPU type (a guess within repeat noise). */
    private static final double SPREAD = 0.10;

    private static final double NEGLIGIBLE_SHARE = 0.01;

    private final Workload work;
    private final List<OperatorLine> lines = new ArrayList<>();
    private final double runs;
    private final double forwardRuns;

    ProfiledLines(Workload work, Tuning tuning, StepTimes times, long layerCount) {
        this.work = work;
        this.runs = work.microBatches() * layerCount;
        this.forwardRuns = runs * (1 + work.execution().recomputedFraction());
        double experts = work.expertLayerFraction();
        MatrixProducts products = new MatrixProducts(work, tuning);
        if (experts < 1) {
            products.layer(LayerKind.DENSE).forEach(product -> add(products, LayerKind.DENSE, product, 1 - experts));
        }
        if (experts > 0) {
            products.layer(LayerKind.EXPERTS).forEach(product -> add(products, LayerKind.EXPERTS, product, experts));
        }
        LayerTimes layer = times.layer();
        AttentionCore core = new AttentionCore(work, tuning);
        addPasses("attention core", core.operator().shapeText(), layer.attention(), 1, attentionOrigin(core));
        String tokens = String.format(Locale.ROOT, "%.0f tokens x %.0f", work.tokens(), work.hidden());
        addPasses("norms, activations, residuals", tokens, layer.memoryBound(), 1, Origin.ANALYTIC);
        addPasses("tensor parallel, exposed", tokens, layer.tensor(), 1, Origin.ANALYTIC);
        addPasses("expert parallel, exposed", tokens, layer.expert(), 1, Origin.ANALYTIC);
        addPasses("context parallel, exposed", tokens, layer.context(), 1, Origin.ANALYTIC);
        addPasses("parameter gather, exposed", tokens, layer.gather(), 1, Origin.ANALYTIC);
        lines.sort(Comparator.comparingDouble(OperatorLine::stepMicros).reversed());
    }

    List<OperatorLine> all() {
        return List.copyOf(lines);
    }

    Map<Origin, Double> originShares() {
        double total = lines.stream().mapToDouble(OperatorLine::stepMicros).sum();
        Map<Origin, Double> shares = new EnumMap<>(Origin.class);
        lines.forEach(line -> shares.merge(line.origin(), line.stepMicros() / total, Double::sum));
        return shares;
    }

    /** Whether the job is unlike those that the constants were calibrated on, or its samples do not reach it. */
    boolean isExtrapolated() {
        return !work.execution().guesses().isEmpty()
                || !work.machine().isCalibrated()
                || work.mixture().isPresent()
                || originShares().getOrDefault(Origin.EXTRAPOLATED, 0.0) > NEGLIGIBLE_SHARE;
    }

    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        work.execution().guesses().stream().sorted().map(Guess::reason).forEach(reasons::add);
        if (!work.machine().isCalibrated()) {
            reasons.add(work.config().cluster().device().name() + ": rates scaled from "
                    + work.machine().calibratedAs() + ", the most alike device with known ones");
        }
        if (work.mixture().isPresent()) {
            reasons.add("models with experts: few runs are published to calibrate on");
        }
        for (OperatorLine line : lines) {
            if (line.origin() == Origin.EXTRAPOLATED) {
                reasons.add(line.name() + ": outside of the sampled range");
            }
        }
        return reasons.stream().distinct().toList();
    }

    private Origin attentionOrigin(AttentionCore core) {
        return work.isUnfused()
                ? Origin.ANALYTIC
                : work.samples()
                        .attention(core.operator())
                        .map(OperatorTime::origin)
                        .orElse(Origin.ANALYTIC);
    }

    private void add(MatrixProducts products, LayerKind kind, Product product, double layerFraction) {
        String shape = String.format(Locale.ROOT, "%.0f x %.0f x %.0f", product.m(), product.n(), product.k());
        Passes passes = products.times(product).passes();
        boolean isUnneeded = products.unneeded(kind).filter(product::equals).isPresent();
        double perLayer = layerFraction * product.countFactor();
        Origin origin = products.origin(product);
        double forward = perLayer * (isUnneeded ? runs : forwardRuns);
        add(product.name(), Pass.FORWARD, shape, passes.forwardMicros(), forward, origin);
        add(product.name(), Pass.BACKWARD, shape, passes.backwardMicros(), perLayer * runs, origin);
    }

    private void addPasses(String name, String shape, Passes passes, double perLayer, Origin origin) {
        add(name, Pass.FORWARD, shape, passes.forwardMicros(), perLayer * forwardRuns, origin);
        add(name, Pass.BACKWARD, shape, passes.backwardMicros(), perLayer * runs, origin);
    }

    private void add(String name, Pass pass, String shape, double micros, double count, Origin origin) {
        if (micros > 0 && count > 0) {
            lines.add(new OperatorLine(name, pass, shape, Interval.around(micros, -SPREAD, SPREAD), count, origin));
        }
    }
}
