package org.stepcast.estimator.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stepcast.estimator.catalogue.Catalogue;
import org.stepcast.estimator.catalogue.CatalogueEntry;

/** Says what new samples changed: rows and held-out errors of each regressor, before and after. */
final class CatalogueChanges {

    private CatalogueChanges() {}

    /** One line for each regressor that differs from the earlier catalogue. */
    static String of(Catalogue earlier, List<CatalogueEntry> entries) {
        StringBuilder text = new StringBuilder("\nChanged since the catalogue that was there:\n");
        int changed = 0;
        for (CatalogueEntry entry : entries) {
            Optional<CatalogueEntry> before = earlier.find(entry.key());
            if (before.isEmpty() || !isSame(before.get(), entry)) {
                text.append(line(before, entry));
                changed++;
            }
        }
        text.append("  ").append(entries.size() - changed).append(" regressors as before\n");
        return text.toString();
    }

    private static boolean isSame(CatalogueEntry before, CatalogueEntry now) {
        return before.rowCount() == now.rowCount() && before.heldOut().equals(now.heldOut());
    }

    private static String line(Optional<CatalogueEntry> before, CatalogueEntry now) {
        String was = before.map(entry -> String.format(
                        Locale.ROOT,
                        "%d rows, error %.1f %%",
                        entry.rowCount(),
                        100 * entry.heldOut().mape()))
                .orElse("new");
        return String.format(
                Locale.ROOT,
                "  %-34s %s -> %d rows, error %.1f %%%n",
                now.key().text(),
                was,
                now.rowCount(),
                100 * now.heldOut().mape());
    }
}
