package org.stepcast.sampler.agent;

import java.util.List;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.measure.Measurement;

/** Hears what an agent does, as it does it. */
public interface AgentListener {

    /** Work on the shapes of {@code plan} begins; {@code doneCount} of them were sampled before. */
    default void begin(GridPlan plan, int doneCount) {}

    /** A shape is in the dataset, with a measurement for each pass. */
    default void measured(GridPlan plan, GridShape shape, List<Measurement> passes, double seconds) {}

    /** A shape is in the list of failures. */
    default void failed(GridPlan plan, GridShape shape, String reason) {}
}
