package org.stepcast.estimator.timing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;

/**
 * Times of kernels on a device: from the samples that are nearest to the question, be it by operator, number format or
 * device; without any, from the device's figures.
 *
 * @param own what was sampled on the cluster itself: empty or one
 * @param references other sampled clusters; asked for only where the own samples do not suffice
 */
record KernelTimes(
        Device device, List<SampledCluster> own, Supplier<List<SampledCluster>> references, Defaults defaults) {

    KernelTimes {
        own = List.copyOf(own);
    }

    OperatorTime time(Query query) {
        Optional<Candidate> direct = ownSamples(query);
        if (direct.isPresent() && direct.get().spreadFraction() == 0) {
            return direct.get().answer();
        }
        return Stream.of(direct, fromForward(query), transferred(query))
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(Candidate::spreadFraction))
                .map(Candidate::answer)
                .orElseGet(() -> fromFigures(query));
    }

    private Optional<Candidate> ownSamples(Query query) {
        return own.stream()
                .flatMap(source -> lookup().find(source, query, device).stream())
                .findFirst();
    }

    /** A backward pass from the cluster's own forward samples, at the ratio that the nearest cluster with both has. */
    private Optional<Candidate> fromForward(Query query) {
        List<Query> parts = ForwardParts.of(query);
        List<Candidate> forward =
                parts.stream().flatMap(part -> ownSamples(part).stream()).toList();
        if (forward.isEmpty() || forward.size() < parts.size()) {
            return Optional.empty();
        }
        double ratio = nearest().stream()
                .flatMap(source -> ratio(source.cluster(), query, parts).stream())
                .findFirst()
                .orElseGet(() -> ForwardParts.workRatio(query, parts));
        double micros = forward.stream().mapToDouble(Candidate::micros).sum() * ratio;
        return forward.stream()
                .max(Comparator.comparingDouble(Candidate::spreadFraction))
                .map(widest -> widest.withMicros(micros)
                        .farther(defaults.spreads().forwardPartsFraction(), "from forward samples"));
    }

    private Optional<Double> ratio(SampledCluster source, Query query, List<Query> parts) {
        Device sourceDevice = source.cluster().device();
        double forward = 0;
        for (Query part : parts) {
            Optional<Candidate> found = lookup().find(source, part, sourceDevice);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            forward += found.get().micros();
        }
        double whole = forward;
        return lookup().find(source, query, sourceDevice).map(found -> found.micros() / whole);
    }

    /** Regressors of the nearest devices at this device's figures. */
    private Optional<Candidate> transferred(Query query) {
        List<Transfer> transfers = new ArrayList<>();
        for (Reference source : nearest(query)) {
            if (!Transfer.suffice(transfers)) {
                lookup().find(source.cluster(), query, device)
                        .ifPresent(found -> transfers.add(new Transfer(source, found)));
            }
        }
        return Transfer.mean(transfers, defaults.spreads());
    }

    /** Of sources as near as each other, those that were sampled in the asked number format first. */
    private List<Reference> nearest(Query query) {
        return nearest().stream()
                .sorted(Comparator.comparingDouble(Reference::distance)
                        .thenComparing(source -> !source.cluster().hasSampled(query)))
                .toList();
    }

    private List<Reference> nearest() {
        return Reference.nearest(references.get(), device);
    }

    private OperatorTime fromFigures(Query query) {
        double micros = defaults.kernels().micros(query.operator(), query.pass(), query.precision(), device);
        Interval spread = OperatorTime.widened(
                Interval.exactly(micros), defaults.kernels().spreadFraction());
        return new OperatorTime(spread, Origin.ANALYTIC, "no samples of " + query.label() + " on any device");
    }

    private RegressorLookup lookup() {
        return new RegressorLookup(defaults.spreads());
    }
}
