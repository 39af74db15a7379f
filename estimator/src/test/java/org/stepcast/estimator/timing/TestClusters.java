package org.stepcast.estimator.timing;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Network;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.catalogue.Catalogue;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.CatalogueHeader;
import org.stepcast.estimator.catalogue.HeldOutErrors;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.feature.Dimension;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.SampledRange;

/** Clusters whose regressors are one physical term times a factor: their times are found by hand. */
final class TestClusters {

    private TestClusters() {}

    static Cluster cluster(String deviceName) {
        Device device = DeviceTable.builtIn().named(deviceName);
        Node node = new Node(8, device.peerLink());
        Network network = new Network(NetworkKind.INFINIBAND, 50e9, 5);
        return new Cluster(deviceName, device, node, network, Provenance.of("a test"), List.of());
    }

    static SampledCluster sampled(Cluster cluster, CatalogueEntry... entries) {
        CatalogueHeader header = new CatalogueHeader(
                FeatureSchema.VERSION, cluster.name(), cluster.device().name(), "00", 42);
        return new SampledCluster(cluster, Catalogue.of(header, List.of(entries)));
    }

    /**
     * A regressor of {@code factor} times a sum of terms, sampled from half to twice each dimension of {@code operator}, whose
     * errors reach from -10 to +20 %.
     */
    static CatalogueEntry entry(Query sampled, double factor, String... terms) {
        Operator operator = sampled.operator();
        Pass pass = sampled.pass();
        Precision precision = sampled.precision();
        FeatureRow row = FeatureSchema.describe(
                operator, pass, precision, DeviceTable.builtIn().named("B200"));
        List<Double> coefficients = new ArrayList<>();
        for (String term : row.termNames()) {
            coefficients.add(List.of(terms).contains(term) ? factor : 0.0);
        }
        PhysicalBase base = new PhysicalBase(row.termNames(), row.hostTerms().size(), coefficients, 1);
        SampledRange range = new SampledRange(
                row.dimensions().stream().map(Dimension::name).toList(),
                row.dimensions().stream().map(size -> size.value() / 2).toList(),
                row.dimensions().stream().map(size -> size.value() * 2).toList());
        return new CatalogueEntry(
                RegressorKey.of(operator, pass, precision), base, range, new HeldOutErrors(0.05, 0.9, 1.2), 100);
    }
}
