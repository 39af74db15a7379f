package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.Calibration;
import org.stepcast.estimator.config.TrainingConfig;

/** Turns a breakdown and what the slowest stage ran into an estimate: interval, status, origins, lines for reports. */
final class Assembly {

    /** Below this share of the step an operator outside of the sampled range is a remark, not a status. */
    private static final double NEGLIGIBLE_SHARE = 0.01;

    private final TrainingConfig config;
    private final Formula formula;

    Assembly(TrainingConfig config, Formula formula) {
        this.config = config;
        this.formula = formula;
    }

    StepEstimate estimate(Breakdown breakdown, StepUses work, List<StageSummary> stages, StepCourse course) {
        Map<Origin, Double> shares = originShares(work.uses());
        double outside = shares.getOrDefault(Origin.EXTRAPOLATED, 0.0) + shares.getOrDefault(Origin.ANALYTIC, 0.0);
        double calibration = config.calibration().map(Calibration::factor).orElse(1.0);
        Breakdown calibrated = breakdown.times(calibration);
        Interval seconds = new StepSpread(work.uses()).around(calibrated.totalMicros() / 1e6);
        return new StepEstimate(
                config,
                formula,
                seconds,
                outside > NEGLIGIBLE_SHARE ? Status.EXTRAPOLATED : Status.OK,
                reasons(work.uses()),
                calibrated,
                lines(work.uses()),
                shares,
                stages,
                course);
    }

    private static Map<Origin, Double> originShares(List<TimedUse> uses) {
        double total = uses.stream().mapToDouble(TimedUse::micros).sum();
        Map<Origin, Double> shares = new EnumMap<>(Origin.class);
        uses.forEach(use -> shares.merge(use.time().origin(), use.micros() / total, Double::sum));
        return shares;
    }

    /** One sentence for each reason, with the places in the model that it holds for. */
    private List<String> reasons(List<TimedUse> uses) {
        Map<String, Set<String>> places = new LinkedHashMap<>();
        for (TimedUse use : uses) {
            if (!use.time().reason().isEmpty()) {
                places.computeIfAbsent(use.time().reason(), reason -> new LinkedHashSet<>())
                        .add(use.name());
            }
        }
        List<String> reasons = new ArrayList<>();
        config.calibration()
                .ifPresent(known -> reasons.add("calibrated by a factor of " + known.factor() + ": " + known.source()));
        places.forEach((reason, names) -> reasons.add(String.join(", ", names) + ": " + reason));
        return reasons;
    }

    /** One line for each operator and pass; a forward pass and its recomputation are counted together. */
    private static List<OperatorLine> lines(List<TimedUse> uses) {
        List<OperatorLine> lines = new ArrayList<>();
        for (TimedUse use : uses) {
            OperatorLine line = new OperatorLine(
                    use.name(),
                    use.pass(),
                    use.operator().shapeText(),
                    use.time().micros(),
                    use.count(),
                    use.time().origin());
            int same = indexOf(lines, line);
            if (same < 0) {
                lines.add(line);
            } else {
                double count = lines.get(same).count() + line.count();
                lines.set(
                        same,
                        new OperatorLine(line.name(), line.pass(), line.shape(), line.micros(), count, line.origin()));
            }
        }
        lines.sort(Comparator.comparingDouble(OperatorLine::stepMicros).reversed());
        return lines;
    }

    private static int indexOf(List<OperatorLine> lines, OperatorLine line) {
        for (int i = 0; i < lines.size(); i++) {
            OperatorLine other = lines.get(i);
            if (other.name().equals(line.name())
                    && other.pass() == line.pass()
                    && other.shape().equals(line.shape())) {
                return i;
            }
        }
        return -1;
    }
}
