package org.stepcast.estimator.step;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.AttentionKernel;

/**
 * What kernels of a training step move and reach, from a data file.
 *
 * @param traffic of memory-bound operators by fusion
 * @param flash rates of flash attention by family and generation
 * @param devices what training reaches on them
 * @param pcie what devices reach that talk over PCIe
 */
record KernelTable(
        Map<KernelFusion, LayerTraffic> traffic,
        Map<String, Map<AttentionKernel, FlashRate>> flash,
        List<DeviceReach> devices,
        PcieReach pcie) {

    private static final String FILE = "kernels.yml";
    private static final double PERCENT = 0.01;
    private static final KernelTable BUILT_IN = DataFile.read(FILE, KernelTable::read);

    /**
     * Forward rate over causal FLOPs: peak · peakFraction · s / (s + halfTokens).
     *
     * @param halfTokens sequence length at half of the rate
     */
    record FlashRate(double peakFraction, double halfTokens) {

        /** Of the peak, at a sequence length. */
        double fraction(double sequenceTokens) {
            return peakFraction * sequenceTokens / (sequenceTokens + halfTokens);
        }
    }

    /**
     * Bus bandwidth of large messages over PCIe, of the link's rate.
     *
     * @param acrossSocketsFraction of a group that reaches beyond the devices of one socket, if it has the way for itself
     */
    record PcieReach(double inSocketFraction, double acrossSocketsFraction, int socketDeviceCount) {}

    static KernelTable builtIn() {
        return BUILT_IN;
    }

    /** The entry of {@code device}, or else of the device most like it. */
    DeviceReach reach(Device device) {
        return devices.stream()
                .min(Comparator.comparingDouble(entry -> entry.distance(device)))
                .orElseThrow();
    }

    FlashRate flashRate(String family, AttentionKernel generation) {
        FlashRate rate = flash.getOrDefault(family, Map.of()).get(generation);
        if (rate == null) {
            throw new IllegalStateException(FILE + " has no " + generation.label() + " of " + family);
        }
        return rate;
    }

    LayerTraffic traffic(KernelFusion fusion) {
        LayerTraffic found = traffic.get(fusion);
        if (found == null) {
            throw new IllegalStateException(FILE + " has no " + fusion.label());
        }
        return found;
    }

    private static KernelTable read(YamlNode file) {
        Map<KernelFusion, LayerTraffic> traffic = new EnumMap<>(KernelFusion.class);
        for (YamlNode entry : file.sections("fusion")) {
            traffic.put(
                    entry.oneOf("name", List.of(KernelFusion.values()), KernelFusion::label), LayerTraffic.read(entry));
        }
        Map<String, Map<AttentionKernel, FlashRate>> flash = new LinkedHashMap<>();
        for (YamlNode entry : file.sections("flash")) {
            flash.computeIfAbsent(entry.text("family"), family -> new EnumMap<>(AttentionKernel.class))
                    .put(
                            entry.oneOf("kernel", List.of(AttentionKernel.values()), AttentionKernel::label),
                            new FlashRate(percent(entry, "peak_percent"), entry.count("half_tokens")));
        }
        file.text("fusion_source");
        file.text("flash_source");
        file.text("devices_source");
        DeviceTable table = DeviceTable.builtIn();
        PcieReach pcie = pcie(file.section("pcie"));
        List<DeviceReach> devices = file.sections("devices").stream()
                .map(entry -> device(entry, table, pcie))
                .toList();
        return new KernelTable(traffic, flash, devices, pcie);
    }

    private static DeviceReach device(YamlNode entry, DeviceTable table, PcieReach pcie) {
        return new DeviceReach(
                table.named(entry.text("device")),
                entry.text("family"),
                percent(entry, "gemm_peak_percent"),
                PERCENT * entry.optionalPositive("sustained_percent").orElse(100),
                link(entry, "all_reduce_percent", pcie),
                link(entry, "all_gather_percent", pcie),
                link(entry, "transfer_percent", pcie),
                percent(entry, "host_percent"),
                entry.count("year"));
    }

    private static PcieReach pcie(YamlNode entry) {
        entry.text("source");
        return new PcieReach(
                percent(entry, "in_socket_percent"),
                percent(entry, "across_sockets_percent"),
                entry.count("devices_per_socket"));
    }

    private static double link(YamlNode entry, String key, PcieReach pcie) {
        return entry.has(key) ? percent(entry, key) : pcie.inSocketFraction();
    }

    private static double percent(YamlNode entry, String key) {
        return PERCENT * entry.optionalPositive(key).orElse(1);
    }
}
