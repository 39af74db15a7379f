package org.stepcast.estimator.step;

import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.LinkKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.step.KernelTable.PcieReach;

/**
 * The rates that training reaches on a cluster.
 *
 * @param calibratedAs the device whose rates are known
 * @param isCalibrated whether it is the cluster's own device
 * @param year in which data centres got the device
 * @param peakFlopsPerSecond dense, 16 bits
 * @param allReduceBytesPerSecond bus bandwidth inside a node, large messages
 * @param hasPeerLinks whether devices of a node talk over links of their own, not PCIe
 * @param acrossSocketsBytesPerSecond the same for groups that reach beyond the devices of one socket
 * @param networkBytesPerSecond per device, of the wire, in rings and transfers
 * @param crossingBytesPerSecond the same in all-to-all exchanges
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
        boolean hasPeerLinks,
        double gemmFraction,
        double sustainedFraction,
        double memoryBytesPerSecond,
        double memoryBytes,
        double allReduceBytesPerSecond,
        double allGatherBytesPerSecond,
        double transferBytesPerSecond,
        double acrossSocketsBytesPerSecond,
        double socketDeviceCount,
        double hostBytesPerSecond,
        double networkBytesPerSecond,
        double crossingBytesPerSecond,
        double networkLatencyMicros,
        double domainSize) {

    static Machine of(Cluster cluster) {
        Device device = cluster.device();
        DeviceReach reach = KernelTable.builtIn().reach(device);
        double link = cluster.node().link().bytesPerSecond();
        boolean overPcie = cluster.node().link().kind() == LinkKind.PCIE;
        PcieReach pcie = KernelTable.builtIn().pcie();
        // A device with its own peer link that is told to use PCIe reaches what PCIe does.
        boolean toldPcie = overPcie && reach.device().peerLink().exists();
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
                !overPcie,
                reach.gemmFraction(),
                reach.sustainedFraction(),
                device.memoryBytesPerSecond(),
                device.memoryBytes(),
                link * (toldPcie ? pcie.inSocketFraction() : reach.allReduceFraction()),
                link * (toldPcie ? pcie.inSocketFraction() : reach.allGatherFraction()),
                link * (toldPcie ? pcie.inSocketFraction() : reach.transferFraction()),
                cluster.node().acrossSocketsBytesPerSecond().orElse(link * pcie.acrossSocketsFraction()),
                overPcie ? pcie.socketDeviceCount() : cluster.node().deviceCount(),
                device.hostLink().exists() ? device.hostLink().bytesPerSecond() * reach.hostFraction() : link,
                cluster.network().ringBytesPerSecond(),
                cluster.network().crossingBytesPerSecond(),
                cluster.network().latencyMicros(),
                cluster.node().deviceCount());
    }
}
