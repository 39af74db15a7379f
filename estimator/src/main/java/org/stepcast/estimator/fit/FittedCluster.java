package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.CatalogueHeader;

/** What is fitted to all sound rows of one cluster: what {@code CatalogueFile.write} takes. */
public record FittedCluster(CatalogueHeader header, List<CatalogueEntry> entries) {

    public FittedCluster {
        entries = List.copyOf(entries);
    }
}
