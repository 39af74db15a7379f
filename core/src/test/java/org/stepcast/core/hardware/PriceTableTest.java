package org.stepcast.core.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.HourlyPrice.Range;

final class PriceTableTest {

    @TempDir
    private Path folder;

    @Test
    void builtInPricesHaveDateAndSource() {
        assertThat(DeviceTable.builtIn().devices().stream().map(Device::price))
                .filteredOn(Range.class::isInstance)
                .hasSize(21)
                .allSatisfy(price -> {
                    assertThat(((Range) price).date()).matches("20\\d\\d-\\d\\d");
                    assertThat(((Range) price).source()).isNotBlank().isNotEqualTo("not given");
                });
    }

    @Test
    void aFileNamesDevicesAsLooselyAsConfigurationsDo() throws IOException {
        PriceTable table =
                read("prices: [{device: h100 sxm5_80gb, low_usd: 1.9, date: 2026-11-01, source: our contract}]");
        assertThat(table.find("H100-SXM5-80GB")).contains(new Range(1.9, 1.9, "2026-11-01", "our contract"));
        assertThat(table.find("L40S")).isEmpty();
    }

    @Test
    void faultsOfAFileAreReportedTogether() {
        assertThatThrownBy(() ->
                        read("prices: [{device: L40S, low_usd: 2, high_usd: 1}, {device: l40s, low_usd: 1}, {usd: 3}]"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("high_usd (1) must not be below low_usd")
                .hasMessageContaining("device (l40s) is there twice")
                .hasMessageContaining("usd (3) is not a known key");
    }

    private PriceTable read(String text) throws IOException {
        return PriceTable.read(Files.writeString(folder.resolve("prices.yml"), text));
    }
}
