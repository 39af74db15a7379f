package org.stepcast.estimator.fit;

import java.util.List;

/** Applies all rules to a table, hard limits before statistics. */
final class Cleaning {

    private final List<CleaningRule> rules;
    private final Passes passes;

    Cleaning(LinkLimits links, Passes passes) {
        this.passes = passes;
        this.rules = List.of(
                new PhysicalLimitRule(links),
                new HeadSizeRule(),
                new CopiedPassRule(),
                new BackwardRatioRule(),
                new RepeatRule(),
                new SplitKernelRule(),
                new ResidualRule());
    }

    CleanTable clean(DescribedTable table) {
        Rejections rejections = new Rejections(table);
        for (CleaningRule rule : rules) {
            rule.apply(table, passes, rejections);
        }
        return new CleanTable(table.rows(rejections.kept()), table.rowCount(), rejections.rejected());
    }
}
