package org.stepcast.estimator.timing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stepcast.core.quantity.Origin;

/** What the regressors of another cluster say at the figures of the asked device. */
record Transfer(Reference source, Candidate found) {

    /** Sources that a time is averaged over: the farther ones weigh little. */
    private static final int MOST_SOURCES = 3;

    /** Whether farther sources can add nothing to these: one of the same device speaks for itself. */
    static boolean suffice(List<Transfer> transfers) {
        long direct = transfers.stream().filter(Transfer::isDirect).count();
        boolean sameDevice =
                transfers.stream().anyMatch(transfer -> transfer.isDirect() && transfer.source.distance() == 0);
        return direct == MOST_SOURCES || sameDevice;
    }

    /**
     * The geometric mean of the sources that answer most directly, weighted by nearness of their devices; as far from its
     * samples as the nearest of them.
     */
    static Optional<Candidate> mean(List<Transfer> transfers, Spreads spreads) {
        double least = transfers.stream()
                .mapToDouble(transfer -> transfer.found.spreadFraction())
                .min()
                .orElse(0);
        List<Transfer> direct = transfers.stream()
                .filter(transfer -> transfer.found.spreadFraction() == least)
                .toList();
        List<Transfer> inside = direct.stream().filter(Transfer::isInside).toList();
        List<Transfer> best = inside.isEmpty() ? direct : inside;
        return best.isEmpty()
                ? Optional.empty()
                : Optional.of(meanOf(best.subList(0, Math.min(best.size(), MOST_SOURCES)), spreads));
    }

    private static Candidate meanOf(List<Transfer> transfers, Spreads spreads) {
        double logSum = 0;
        double weightSum = 0;
        for (Transfer transfer : transfers) {
            double weight = DeviceDistance.weight(transfer.source.distance());
            logSum += weight * Math.log(transfer.found.micros());
            weightSum += weight;
        }
        Transfer nearest = transfers.getFirst();
        String names = transfers.stream()
                .map(transfer -> transfer.source.cluster().cluster().name())
                .collect(Collectors.joining(", "));
        return nearest.found
                .withMicros(Math.exp(logSum / weightSum))
                .farther(spreads.transferFraction(nearest.source.distance()), "from samples of " + names);
    }

    /** Samples of the operator itself, in a format of the same width, around the asked shape. */
    private boolean isDirect() {
        return found.spreadFraction() == 0 && isInside();
    }

    private boolean isInside() {
        return found.time().origin() != Origin.EXTRAPOLATED;
    }
}
