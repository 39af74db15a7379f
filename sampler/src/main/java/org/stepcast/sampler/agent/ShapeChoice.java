package org.stepcast.sampler.agent;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.grid.ShapeSpace;

/**
 * Which shape of a plan comes next: in the plan's order, but where time is short, as soon as some have spread over the grid,
 * the one of which least is known.
 */
final class ShapeChoice {

    /** For each column of the shape; a fit wants about twenty rows. */
    private static final int SPREAD_COUNT_PER_COLUMN = 8;

    private final Patience patience;
    private final int spreadCount;
    private final Set<GridShape> open;
    private final Optional<WidestFirst> widest;

    /** @param log what was sampled before */
    ShapeChoice(GridPlan plan, SampleLog log, Patience patience) {
        this.patience = patience;
        this.open = new LinkedHashSet<>(plan.shapes());
        this.widest = patience.isEndless() || plan.shapes().isEmpty()
                ? Optional.empty()
                : Optional.of(new WidestFirst(ShapeSpace.of(plan.shapes())));
        this.spreadCount = SPREAD_COUNT_PER_COLUMN * log.format().shapeColumns().size();
        plan.shapes().stream().filter(log::isDone).forEach(shape -> done(shape, log));
    }

    int openCount() {
        return open.size();
    }

    /** Empty when all are done, or all others would take too long. */
    Optional<GridShape> next() {
        if (widest.isEmpty() || widest.get().knownCount() < spreadCount) {
            return open.stream()
                    .filter(shape -> patience.allows(shape.operator()))
                    .findFirst();
        }
        return widest.get()
                .next(open.stream()
                        .filter(shape -> patience.allows(shape.operator()))
                        .toList());
    }

    /** The shape was sampled, or has failed. */
    void done(GridShape shape, SampleLog log) {
        open.remove(shape);
        widest.ifPresent(uncertain -> log.micros(shape).ifPresent(micros -> uncertain.learn(shape, micros)));
    }
}
