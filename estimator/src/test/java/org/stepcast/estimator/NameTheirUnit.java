package org.stepcast.estimator;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.regex.Pattern;

/** The name ends with a unit, or is one of a few bare names that need none. A new bare name needs a reason here. */
final class NameTheirUnit extends ArchCondition<JavaField> {

    private static final Pattern UNIT = Pattern.compile("(?i:.*("
            // Time, memory, rates, work, power, money.
            + "micros|seconds|bytes|bytesPerSecond|flopsPerSecond|flops|watts|dollars"
            // Amounts, elements along a dimension, parts that something is split into.
            + "|count|countPerNode|tokens|size|width|ways"
            // The state of a chip; places in memory, and objects of a C library.
            + "|mhz|celsius|address|handle"
            // Ratios, and absolute percentage errors, which are ratios too.
            + "|fraction|factor|ratio|ape"
            // Pure numbers that shape a regressor, under the names that its literature gives them.
            + "|depth|rate|penalty|weight|correction|exponent|distance))");

    private static final Set<String> BARE = Set.of(
            // The dimensions of a matrix product, as everybody writes them.
            "m",
            "n",
            "k",
            // Quantiles: the unit is named by what holds them.
            "p10",
            "p50",
            "p90",
            // The number of something named beside it.
            "value",
            // Cross-entropy, always in nats per token.
            "loss",
            // Positions: in a file, of a stage, of its chunk, of a micro-batch, of a process; a calendar year; a seed;
            // a version.
            "line",
            "row",
            "stage",
            "chunk",
            "microBatch",
            "rank",
            "localRank",
            "year",
            "seed",
            "schemaVersion");

    NameTheirUnit() {
        super("name their unit");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        boolean named = UNIT.matcher(field.getName()).matches() || BARE.contains(field.getName());
        events.add(new SimpleConditionEvent(field, named, field.getFullName() + " names no unit"));
    }
}
