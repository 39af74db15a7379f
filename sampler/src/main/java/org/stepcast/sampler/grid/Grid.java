package org.stepcast.sampler.grid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;
import org.stepcast.sampler.config.TargetGrid;

/** Makes plans of grids. */
public final class Grid {

    /** What to do with a shape that is the same for a rank as an earlier one, such as a batch of 2x512 after 1x1024. */
    public enum Repetition {
        LEFT_OUT,
        KEPT
    }

    private final Precision precision;
    private final long memoryBytes;
    private final Repetition repetition;
    private final List<String> launchCells;

    private Grid(Precision precision, long memoryBytes, Repetition repetition, List<String> launchCells) {
        this.precision = precision;
        this.memoryBytes = memoryBytes;
        this.repetition = repetition;
        this.launchCells = List.copyOf(launchCells);
    }

    /** Grids of compute operators on a device with so much memory for operands. */
    public static Grid ofOperators(Precision precision, long memoryBytes, Repetition repetition) {
        return new Grid(precision, memoryBytes, repetition, List.of());
    }

    /** Grids of collectives over the ranks of a launch. */
    public static Grid ofCollectives(Precision precision, long memoryBytes, int nodeCount, int ranksPerNodeCount) {
        return new Grid(
                precision,
                memoryBytes,
                Repetition.KEPT,
                List.of(Integer.toString(nodeCount), Integer.toString(ranksPerNodeCount)));
    }

    /** The shapes of {@code target} that can be sampled. */
    public GridPlan plan(TargetGrid target) {
        SampleFormat format = SampleFormat.of(target.name(), precision)
                .orElseThrow(() -> new IllegalArgumentException(target.name() + " is no operator"));
        if (format.isCollective() == launchCells.isEmpty()) {
            throw new BadInputException("operators (" + target.name() + ") "
                    + (format.isCollective()
                            ? "is a collective.\n  Use sampler collect, under torchrun or srun."
                            : "is no collective.\n  Use sampler run."));
        }
        Counting counting = new Counting(new Validity(target.name(), format.shapeColumns()), format);
        new Odometer(target.axes()).forEach(counting::add);
        return new GridPlan(
                target.name(), counting.row, counting.possibleCount, counting.distinctCount, counting.shapes);
    }

    /** One run over the combinations of a grid. */
    private final class Counting {

        private final Validity validity;
        private final SampleFormat format;
        private final Set<Operator> met = new HashSet<>();
        private final List<GridShape> shapes = new ArrayList<>();
        private long row;
        private long possibleCount;
        private long distinctCount;

        Counting(Validity validity, SampleFormat format) {
            this.validity = validity;
            this.format = format;
        }

        void add(List<String> values) {
            row++;
            List<String> cells = new ArrayList<>(values);
            cells.addAll(launchCells);
            if (!validity.isPossible(cells)) {
                return;
            }
            try {
                addPossible(new GridShape(row, cells, format.operator(cells)));
            } catch (IllegalArgumentException noSuchShape) {
                // A rank would have nothing to do: not possible, as the counts say.
                return;
            }
        }

        private void addPossible(GridShape shape) {
            possibleCount++;
            if (!met.add(shape.operator()) && repetition == Repetition.LEFT_OUT) {
                return;
            }
            distinctCount++;
            if (residentBytes(shape.operator()) <= memoryBytes) {
                shapes.add(shape);
            }
        }

        /** What the pass that moves most keeps in memory at least: what it reads and what it writes. */
        private double residentBytes(Operator operator) {
            Pass heaviest = format.timeColumns().lastKey();
            Work work = operator.work(heaviest, precision);
            return work.readBytes() + work.writtenBytes();
        }
    }
}
