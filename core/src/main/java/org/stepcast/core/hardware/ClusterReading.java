package org.stepcast.core.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.stepcast.core.hardware.Network.Rails;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/** The reading of one cluster: its section, and what had to be estimated so far. */
final class ClusterReading {

    private final DeviceTable table;
    private final YamlNode section;
    private final List<Estimate> estimates = new ArrayList<>();

    ClusterReading(DeviceTable table, YamlNode section) {
        this.table = table;
        this.section = section;
    }

    Cluster cluster(String name) {
        Provenance given = new Provenance(
                section.optionalText("source").orElse("figures without a named source"),
                section.texts("low_confidence"),
                List.of());
        Device device = device(given);
        UsualSystem usual = table.usualSystem(device);
        Node node = node(device, usual);
        Network network = network(usual, node.deviceCount());
        Provenance provenance = new Provenance(given.source(), given.lowConfidenceFields(), estimates);
        return new Cluster(name, device, node, network, provenance, samples());
    }

    private Device device(Provenance given) {
        if (section.isSection("device")) {
            return deviceOfFigures(section.section("device"), given);
        }
        String name = section.text("device");
        Optional<Device> known = table.find(name);
        if (known.isEmpty() && section.has("device")) {
            section.fault("device", "is not in the table of devices", table.hint(name));
        }
        return known.orElseGet(() -> table.devices().getFirst());
    }

    private Device deviceOfFigures(YamlNode entry, Provenance given) {
        String name = entry.text("name");
        Optional<Device> known = table.find(name);
        if (known.isPresent()) {
            return new DeviceReader(entry, table.latencies(), new KnownDevice(known.get()))
                    .read(known.get().name(), known.get().aliases(), given);
        }
        Map<Precision, Double> peaks = DeviceReader.givenPeaks(entry);
        if (peaks.isEmpty()) {
            entry.fault("peak", "must name at least one precision", "Give the dense peak: {bf16: 312 TFLOPS}.");
        }
        Device like = table.nearest(Nearness.figures(entry, peaks));
        Device device = new DeviceReader(entry, table.latencies(), new LikeDevice(like, peerLink(like)))
                .read(name, List.of(), given);
        estimates.addAll(device.provenance().estimatedFields());
        return device;
    }

    /** The link of the node, if it is one between devices; that of {@code like} where the file gives none. */
    private Link peerLink(Device like) {
        Optional<YamlNode> given = linkSection();
        if (given.isEmpty()) {
            estimates.add(new Estimate("node.link", like.nodeLink().kind().label() + ", as " + like.name()));
        }
        Link link = given.map(entry -> link(entry, like)).orElse(like.nodeLink());
        return link.kind() == LinkKind.PCIE ? Link.none() : link;
    }

    private Node node(Device device, UsualSystem usual) {
        OptionalLong given = section.optionalSection("node")
                .map(entry -> entry.optionalCount("gpu_count"))
                .orElse(OptionalLong.empty());
        int count = (int) given.orElse(usual.node().deviceCount());
        if (given.isEmpty()) {
            estimates.add(new Estimate("node.gpu_count", count + ", as " + usual.name()));
        }
        return new Node(
                count,
                linkSection().map(entry -> link(entry, device)).orElseGet(device::nodeLink),
                section.optionalSection("node")
                        .map(entry -> entry.optionalQuantity("across_sockets", Dimension.BYTES_PER_SECOND))
                        .orElse(OptionalDouble.empty()));
    }

    private Optional<YamlNode> linkSection() {
        return section.optionalSection("node").flatMap(entry -> entry.optionalSection("link"));
    }

    private Link link(YamlNode entry, Device device) {
        LinkKind kind = entry.optionalOneOf("kind", LinkKind.connecting(), LinkKind::label)
                .orElse(device.nodeLink().kind());
        Link ofDevice = kind == device.peerLink().kind() ? device.peerLink() : device.hostLink();
        OptionalDouble rate = entry.optionalQuantity("bandwidth", Dimension.BYTES_PER_SECOND);
        if (rate.isEmpty() && ofDevice.kind() != kind) {
            entry.fault("kind", "is not a link that " + device.name() + " has", "Give its bandwidth.");
        }
        double latency = entry.optionalQuantity("latency", Dimension.MICROS)
                .orElse(table.latencies().micros(kind));
        return new Link(kind, rate.orElse(ofDevice.bytesPerSecond()), latency);
    }

    private Network network(UsualSystem usual, int deviceCount) {
        Optional<YamlNode> given = section.optionalSection("network");
        if (given.isEmpty()) {
            estimates.add(new Estimate("network", text(usual.network()) + ", as " + usual.name()));
            return usual.network();
        }
        YamlNode entry = given.get();
        NetworkKind kind = entry.optionalOneOf("kind", List.of(NetworkKind.values()), NetworkKind::label)
                .orElse(usual.network().kind());
        OptionalDouble rate = rate(entry, deviceCount);
        OptionalDouble latency = entry.optionalQuantity("latency", Dimension.MICROS);
        double oversubscription = oversubscription(entry);
        Rails rails = entry.optionalFlag("separate_rails").orElse(false) ? Rails.SEPARATE : Rails.SHARED;
        if (kind == NetworkKind.NONE) {
            return Network.none();
        }
        if (rate.isEmpty()) {
            estimates.add(new Estimate("network.bandwidth", text(usual.network()) + ", as " + usual.name()));
        }
        if (latency.isEmpty()) {
            String micros = Dimension.MICROS.text(table.latencies().micros(kind));
            estimates.add(new Estimate("network.latency", micros + ", as every " + kind.label() + " network"));
        }
        return new Network(
                kind,
                rate.orElse(usual.network().bytesPerSecond()),
                latency.orElse(table.latencies().micros(kind)),
                oversubscription,
                rails);
    }

    /** Per device: as given, or the node's adapters shared out. */
    private static OptionalDouble rate(YamlNode entry, int deviceCount) {
        OptionalDouble rate = entry.optionalQuantity("bandwidth", Dimension.BYTES_PER_SECOND);
        OptionalDouble adapter = entry.optionalQuantity("adapter_bandwidth", Dimension.BYTES_PER_SECOND);
        OptionalLong count = entry.optionalCount("adapter_count");
        if (adapter.isPresent() != count.isPresent()) {
            entry.fault("adapter_count", "goes with adapter_bandwidth", "Give both, or bandwidth for each GPU.");
        } else if (adapter.isPresent() && rate.isPresent()) {
            entry.fault("bandwidth", "cannot go with adapters", "Leave one of them out.");
        }
        return adapter.isPresent() && count.isPresent()
                ? OptionalDouble.of(adapter.getAsDouble() * count.getAsLong() / deviceCount)
                : rate;
    }

    private static double oversubscription(YamlNode entry) {
        double factor = entry.optionalPositive("oversubscription").orElse(1);
        if (factor < 1) {
            entry.fault(
                    "oversubscription",
                    "must be at least 1",
                    "2 means that half of the nodes' bandwidth leaves a leaf.");
        }
        return Math.max(1, factor);
    }

    private List<SampleCredit> samples() {
        return section.sections("data").stream()
                .map(entry -> new SampleCredit(entry.text("samples"), entry.text("source"), entry.text("licence")))
                .toList();
    }

    private static String text(Network network) {
        return Dimension.BYTES_PER_SECOND.text(network.bytesPerSecond()) + " per GPU and direction";
    }
}
