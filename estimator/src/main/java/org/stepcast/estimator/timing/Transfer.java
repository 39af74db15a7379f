package org.stepcast.estimator.timing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the regressors of another cluster say at the figures of the asked device. */
record Transfer(Reference source, Candidate found) {

    /** The geometric mean, weighted by nearness of the devices; as far from its samples as the nearest of them. */
    static Optional<Candidate> mean(List<Transfer> transfers, Spreads spreads) {
        if (transfers.isEmpty()) {
            return Optional.empty();
        }
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
        return Optional.of(nearest.found
                .withMicros(Math.exp(logSum / weightSum))
                .farther(spreads.transferFraction(nearest.source.distance()), "from samples of " + names));
    }
}
