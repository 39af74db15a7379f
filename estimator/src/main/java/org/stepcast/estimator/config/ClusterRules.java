package org.stepcast.estimator.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Framework.ExpertDispatch;

/** What a cluster must be able to do for a job. */
final class ClusterRules {

    private final Cluster cluster;
    private final Faults faults;

    ClusterRules(Cluster cluster, Faults faults) {
        this.cluster = cluster;
        this.faults = faults;
    }

    /** @param path where the form at hand writes the precision */
    void checkPrecision(String path, Precision precision) {
        if (!cluster.device().supports(precision)) {
            String supported = Stream.of(Precision.values())
                    .filter(cluster.device()::supports)
                    .map(Precision::label)
                    .collect(Collectors.joining(", "));
            faults.add(
                    path,
                    precision.label(),
                    "is not one that " + cluster.device().name() + " computes in",
                    "It has " + supported + ".");
        }
    }

    /** DeepEP and HybridEP write into the memory of peers. */
    void checkDispatch(String path, ExpertDispatch dispatch) {
        if (dispatch == ExpertDispatch.DEEP_EP && cluster.node().link().kind() == LinkKind.PCIE) {
            faults.add(
                    path,
                    dispatch.label(),
                    "needs NVLink, which the nodes of " + cluster.name() + " do not have",
                    "Try " + ExpertDispatch.ALL_TO_ALL.label() + ".");
        }
    }

    /** @param path where the form at hand writes the GPU count */
    void checkDeviceCount(String path, long deviceCount) {
        int perNode = cluster.node().deviceCount();
        if (deviceCount > perNode && !cluster.network().exists()) {
            faults.add(
                    path,
                    deviceCount,
                    "must be at most " + perNode + ", the GPUs of the one node that " + cluster.name() + " has",
                    "Give it a network to join more nodes.");
        }
    }
}
