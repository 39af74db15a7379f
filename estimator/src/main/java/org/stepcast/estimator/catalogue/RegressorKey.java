package org.stepcast.estimator.catalogue;

import java.util.Comparator;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * What one regressor of a cluster predicts.
 *
 * @param family of operators, such as {@code gemm}
 * @param variant tells apart what one regressor cannot span: the group of a collective ({@code 2x4}); else empty
 */
public record RegressorKey(String family, String variant, Precision precision, Pass pass)
        implements Comparable<RegressorKey> {

    private static final Comparator<RegressorKey> ORDER = Comparator.comparing(RegressorKey::family)
            .thenComparing(RegressorKey::variant)
            .thenComparing(RegressorKey::precision)
            .thenComparing(RegressorKey::pass);

    /** The key of the regressor that predicts {@code pass} of {@code operator}. */
    public static RegressorKey of(Operator operator, Pass pass, Precision precision) {
        String variant =
                operator instanceof Collective collective ? collective.group().text() : "";
        return new RegressorKey(operator.family(), variant, precision, pass);
    }

    /** The same operator and pass in another precision. */
    public RegressorKey in(Precision other) {
        return new RegressorKey(family, variant, other, pass);
    }

    /** For people: {@code all_reduce 2x4 fp16}, {@code gemm bf16 forward}. */
    public String text() {
        return family
                + (variant.isEmpty() ? "" : " " + variant)
                + " "
                + precision.label()
                + (pass == Pass.WHOLE ? "" : " " + pass.label());
    }

    @Override
    public int compareTo(RegressorKey other) {
        return ORDER.compare(this, other);
    }
}
