package org.stepcast.estimator.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.step.Constant.Kind;

/**
 * The fitted constants, from a data file.
 *
 * @param deviations causes of uncertainty, as standard deviations of the logarithm of a step time
 * @param intervalFactor deviations from the median to p10 and p90
 */
public record ConstantTable(List<Constant> constants, Map<String, Double> deviations, double intervalFactor) {

    private static final String FILE = "constants.yml";
    private static final ConstantTable BUILT_IN = DataFile.read(FILE, ConstantTable::read);

    public ConstantTable {
        constants = List.copyOf(constants);
        deviations = Map.copyOf(deviations);
    }

    /** The table that ships with Stepcast. */
    public static ConstantTable builtIn() {
        return BUILT_IN;
    }

    double deviation(String cause) {
        Double deviation = deviations.get(cause);
        if (deviation == null) {
            throw new IllegalArgumentException("cause (" + cause + ") is not in " + FILE);
        }
        return deviation;
    }

    /** Values before any fit. */
    public Map<String, Double> priors() {
        Map<String, Double> values = new LinkedHashMap<>();
        constants.forEach(constant -> values.put(constant.name(), constant.priorFactor()));
        return values;
    }

    /** Values after the fit. */
    public Map<String, Double> fitted() {
        Map<String, Double> values = new LinkedHashMap<>();
        constants.forEach(constant -> values.put(constant.name(), constant.fittedFactor()));
        return values;
    }

    private static ConstantTable read(YamlNode file) {
        List<Constant> constants = file.sections("constants").stream()
                .map(entry -> new Constant(
                        entry.text("name"),
                        entry.oneOf(
                                "kind",
                                List.of(Kind.values()),
                                kind -> kind.name().toLowerCase(Locale.ROOT)),
                        entry.optionalPositive("prior").orElse(1),
                        entry.optionalPositive("deviation").orElse(1),
                        entry.optionalNumber("fitted").orElse(1),
                        entry.text("what"),
                        entry.text("source")))
                .toList();
        Map<String, Double> deviations = new LinkedHashMap<>();
        for (YamlNode entry : file.sections("uncertainty")) {
            entry.text("what");
            entry.text("source");
            deviations.put(
                    entry.text("name"), entry.optionalPositive("deviation").orElse(1));
        }
        return new ConstantTable(
                constants, deviations, file.optionalPositive("interval_factor").orElse(1));
    }
}
