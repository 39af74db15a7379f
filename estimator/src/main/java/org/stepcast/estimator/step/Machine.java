package org.stepcast.estimator.step;

import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.operator.Precision;

/**
 * The rates that training reaches on a cluster.
 *
 * @param calibratedAs the device whose rates are known
 * @param isCalibrated whether it is the cluster's own device
 * @param year in which data centres got the device
 * @param peakFlopsPerSecond dense, 16 bits
 * @param allReduceBytesPerSecond bus bandwidth inside a node, large messages
 * @param networkBytesPerSecond per device, of the wire
 * @param domainSize devices that NVLink or PCIe joins
 */
record Machine(
        String family,
        String calibratedAs,
        boolean isCalibrated,
        int year,
        double peakFlopsPerSecond,
        double fp32FlopsPerSecond,
        boolean hasFp8,
        boolean hasPeerLink,
        double gemmFraction,
        double sustainedFraction,
        double memoryBytesPerSecond,
        double memoryBytes,
        double allReduceBytesPerSecond,
        double allGatherBytesPerSecond,
        double transferBytesPerSecond,
        double hostBytesPerSecond,
        double networkBytesPerSecond,
        double domainSize) {

    /** Large messages between devices that talk over PCIe and one or two sockets. A guess: machines differ threefold. */
    private static final double PCIE_FRACTION = 0.35;

    static Machine of(Cluster cluster) {
        Device device = cluster.device();
        DeviceReach reach = KernelTable.builtIn().reach(device);
        double link = cluster.node().link().bytesPerSecond();
        // A device with its own peer link that is told to use PCIe reaches what PCIe does.
        boolean overPcie = cluster.node().link().kind() == LinkKind.PCIE
                && reach.device().peerLink().exists();
        return new Machine(
                reach.family(),
                reach.device().name(),
                reach.device().name().equals(device.name()),
                reach.year(),
                DeviceReach.peakFlopsPerSecond(device),
                device.supports(Precision.FP32)
                        ? device.peakFlopsPerSecond(Precision.FP32)
                        : DeviceReach.peakFlopsPerSecond(device),
                device.supports(Precision.FP8),
                device.peerLink().exists(),
                reach.gemmFraction(),
                reach.sustainedFraction(),
                device.memoryBytesPerSecond(),
                device.memoryBytes(),
                link * (overPcie ? PCIE_FRACTION : reach.allReduceFraction()),
                link * (overPcie ? PCIE_FRACTION : reach.allGatherFraction()),
                link * (overPcie ? PCIE_FRACTION : reach.transferFraction()),
                device.hostLink().exists() ? device.hostLink().bytesPerSecond() * reach.hostFraction() : link,
                cluster.network().bytesPerSecond(),
                cluster.node().deviceCount());
    }
}
