package org.stepcast.estimator.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.step.StepModel;
import org.stepcast.estimator.timing.TimeSource;

/**
 * The slow, obvious search: every plan is written as a file, read by the reader that predict uses, weighed and timed by the
 * models that predict and memory use. What they refuse is not feasible.
 */
final class BruteForce {

    private static final double SAME = 1e-9;

    private final Path folder;
    private final ConfigReader reader;
    private final MemoryModel memory;
    private final TimeSource times;
    private final SmallSpace space;
    private final List<Feasible> found = new ArrayList<>();

    BruteForce(Path folder, ConfigReader reader, MemoryModel memory, TimeSource times, SmallSpace space) {
        this.folder = folder;
        this.reader = reader;
        this.memory = memory;
        this.times = times;
        this.space = space;
    }

    /** A plan that fits. */
    record Feasible(double seconds, double neededBytes) {

        /** To the digits that sums in another order have in common. */
        private boolean isBeatenBy(Feasible other) {
            boolean lighter = other.neededBytes < neededBytes * (1 - SAME);
            boolean faster = other.seconds < seconds * (1 - SAME);
            return (lighter && other.seconds <= seconds * (1 + SAME))
                    || (faster && other.neededBytes <= neededBytes * (1 + SAME));
        }
    }

    /** Of {@code plans} those that no other beats in time and memory. */
    static List<Feasible> front(List<Feasible> plans) {
        return plans.stream()
                .filter(plan -> plans.stream().noneMatch(plan::isBeatenBy))
                .toList();
    }

    /** All feasible plans, the fastest first. */
    List<Feasible> plans() {
        for (long tensor : upTo(space.divides() ? space.gpuCount() : 1)) {
            for (long pipeline : upTo(space.divides() ? space.gpuCount() : 1)) {
                for (long context : upTo(space.dividesContext() ? space.gpuCount() : 1)) {
                    if (space.gpuCount() % (tensor * pipeline * context) == 0) {
                        sizes(tensor, pipeline, context);
                    }
                }
            }
        }
        return found.stream()
                .sorted(Comparator.comparingDouble(Feasible::seconds))
                .toList();
    }

    private void sizes(long tensor, long pipeline, long context) {
        for (boolean sequence : tensor == 1 ? new boolean[] {false} : new boolean[] {true, false}) {
            for (String exchange : context == 1 ? List.of("ring") : space.exchanges()) {
                for (long micro : upTo(space.globalBatch())) {
                    for (Order order : orders(pipeline)) {
                        for (String ending : endings(tensor, pipeline)) {
                            for (String recompute : List.of("none", "selective", "full")) {
                                for (String experts : experts(tensor)) {
                                    String parallel = "parallel: {tensor: " + tensor + ", pipeline: " + pipeline
                                            + ", context: " + context + ", context_exchange: " + exchange
                                            + ", sequence_parallel: " + sequence + ", schedule: " + order.schedule()
                                            + ", virtual_stages: " + order.chunks() + experts + ", " + ending + "\n";
                                    measure(parallel + "recompute: " + recompute + "\n", micro);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private List<String> experts(long tensor) {
        List<String> keys = new ArrayList<>();
        for (long expert : upTo(space.expertCount())) {
            for (long parts : upTo(tensor)) {
                if (tensor % parts == 0) {
                    keys.add(", expert: " + expert + ", expert_tensor: " + parts);
                }
            }
        }
        return space.expertCount() == 1 ? List.of("") : keys;
    }

    private record Order(String schedule, long chunks) {}

    private List<Order> orders(long pipeline) {
        List<Order> orders = new ArrayList<>();
        for (String schedule : pipeline == 1 ? List.of("1f1b") : space.schedules()) {
            if (!schedule.equals("interleaved_1f1b")) {
                orders.add(new Order(schedule, 1));
            } else {
                for (long chunks : upTo(space.layers())) {
                    if (chunks > 1 && space.layers() % (chunks * pipeline) == 0) {
                        orders.add(new Order(schedule, chunks));
                    }
                }
            }
        }
        return orders;
    }

    /** The rest of the section parallel, and offload; every flag that changes something on and off. */
    private List<String> endings(long tensor, long pipeline) {
        boolean alone = tensor * pipeline == space.gpuCount();
        List<String> endings = new ArrayList<>();
        for (String sharding : alone ? space.shardings().subList(0, 1) : space.shardings()) {
            boolean gathers = List.of("zero3", "fsdp", "hsdp").contains(sharding) && pipeline == 1;
            boolean further = sharding.equals("zero2") || sharding.equals("zero3");
            if (further && pipeline > 1 && !space.shardsPipelines()) {
                continue;
            }
            for (boolean reduce : alone || gathers ? new boolean[] {true} : new boolean[] {true, false}) {
                for (boolean gather : alone || gathers || sharding.equals("none")
                        ? new boolean[] {true}
                        : new boolean[] {true, false}) {
                    for (boolean overlap : tensor == 1 ? new boolean[] {false} : new boolean[] {true, false}) {
                        for (String offload : space.offloads()) {
                            endings.add("sharding: " + sharding + ", overlap: {gradient_reduce: " + reduce
                                    + ", parameter_gather: " + gather + ", tensor: " + overlap + "}}\noffload: "
                                    + offload);
                        }
                    }
                }
            }
        }
        return endings;
    }

    private void measure(String plan, long micro) {
        String text = space.head() + plan + "batch: {sequence_length: " + space.sequence() + ", micro: " + micro
                + ", global: " + space.globalBatch() + "}\n";
        try {
            TrainingConfig job = reader.read(Files.writeString(folder.resolve("plan.yml"), text));
            MemoryEstimate need = memory.estimate(job);
            if (space.isEvenOnNodesAndStages(job) && need.fits()) {
                double seconds =
                        new StepModel(times).estimate(job).stepSeconds().p50();
                found.add(new Feasible(seconds, need.neededBytes()));
            }
        } catch (BadInputException | NotCoveredException refused) {
            // Not a plan that predict takes.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> upTo(long most) {
        return LongStream.rangeClosed(1, most).boxed().toList();
    }
}
