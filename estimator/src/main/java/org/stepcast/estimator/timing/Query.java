package org.stepcast.estimator.timing;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;

/** One question to a time source; also the key under which its answer is remembered. */
record Query(Operator operator, Pass pass, Precision precision) {

    Query of(Operator other) {
        return new Query(other, pass, precision);
    }

    Query forward(Operator other) {
        return new Query(other, Pass.FORWARD, precision);
    }

    boolean hasProducts() {
        return operator.work(pass, precision).flops() > 0;
    }

    /** Work of this query relative to that of {@code other}: FLOPs, or bytes where there are none. */
    double workRatio(Query other) {
        return work() / other.work();
    }

    private double work() {
        Work work = operator.work(pass, precision);
        return work.flops() > 0 ? work.flops() : work.movedBytes();
    }

    /** For reasons: {@code gemm backward}. */
    String label() {
        return pass == Pass.WHOLE ? operator.family() : operator.family() + " " + pass.label();
    }
}
