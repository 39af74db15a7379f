package org.stepcast.estimator.feature;

import java.util.List;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;

/**
 * Expert MLPs as grouped products: each expert's tokens are padded to whole tiles, and every expert that has a token
 * reads its weights. Under uneven routing the rank with the most popular experts sets the time.
 */
final class ExpertLayerFeatures {

    private static final List<Tile> TILES = List.of(new Tile(64, 128), new Tile(128, 128));

    /** Gate, up and down projection. */
    private static final double MATRICES = 3;

    /** With more ranks than this the most popular experts no longer lie on one rank. */
    private static final long MOST_UNEVEN_WAYS = 8;

    private static final double KILO = 1000;

    private ExpertLayerFeatures() {}

    static void describe(ExpertLayer layer, RowWriter row) {
        ExpertSplit split = new ExpertSplit(layer);
        row.hostTerm("launch", 1);
        row.hostTerm("experts", split.localExperts() / KILO);
        row.hostTerm("routing", layer.tokenCount() / KILO * layer.expertCount() / KILO);
        for (Tile tile : TILES) {
            double micros = wavesMicros(split.gateAndUp(), tile, row) + wavesMicros(split.down(), tile, row);
            row.deviceTerm("waves" + tile.label(), micros);
        }
        writeBytes(split, row);
        writeFlops(split, row);
        writeDimensions(layer, row);
        writeFeatures(split, row);
    }

    private static double wavesMicros(MatrixProduct product, Tile tile, RowWriter row) {
        Situation situation = row.situation();
        return situation.peakMicros(product.quantizedFlops(tile, situation.multiprocessorCount()));
    }

    private static void writeBytes(ExpertSplit split, RowWriter row) {
        double hidden = split.layer().hiddenSize();
        double tokens = split.layer().tokenCount();
        elements("weights", MATRICES * split.localExperts() * split.matrixElements(), row);
        elements("routedRows", 2 * split.routedTokens() * hidden, row);
        elements("hiddenRows", MATRICES * split.routedTokens() * split.shardSize(), row);
        elements("tokens", tokens * hidden, row);
        elements("copies", tokens * hidden * split.layer().topKCount(), row);
    }

    /** Of the power law that expert loads follow; 0 is no power law. */
    private static double exponent(Routing routing) {
        return switch (routing) {
            case BALANCED -> 0;
            case POWER_LAW_1_01 -> 1.01;
            case POWER_LAW_1_2 -> 1.2;
        };
    }

    private static void elements(String name, double count, RowWriter row) {
        Situation situation = row.situation();
        row.deviceTerm(name, situation.memoryMicros(situation.precision().byteCount() * count));
    }

    private static void writeFlops(ExpertSplit split, RowWriter row) {
        double average = row.situation().peakMicros(split.flops());
        double most = average * Math.min(split.layer().expertWays(), MOST_UNEVEN_WAYS);
        row.deviceTerm("flops", average);
        for (Routing uneven : List.of(Routing.POWER_LAW_1_01, Routing.POWER_LAW_1_2)) {
            boolean applies = split.layer().routing() == uneven;
            row.deviceTerm(uneven.label(), applies ? average : 0);
            row.deviceTerm(uneven.label() + "Most", applies ? most : 0);
        }
    }

    private static void writeDimensions(ExpertLayer layer, RowWriter row) {
        row.dimension("tokens", layer.tokenCount());
        row.dimension("hidden", layer.hiddenSize());
        row.dimension("expertHidden", layer.expertHiddenSize());
        row.dimension("topK", layer.topKCount());
        row.dimension("experts", layer.expertCount());
        row.dimension("tensorWays", layer.tensorWays());
        row.dimension("expertWays", layer.expertWays());
    }

    private static void writeFeatures(ExpertSplit split, RowWriter row) {
        row.feature("routing", exponent(split.layer().routing()));
        row.feature("shard.log2", RowWriter.log2(split.shardSize()));
        row.feature("localExperts.log2", RowWriter.log2(split.localExperts()));
        row.feature("routedTokens.log2", RowWriter.log2(split.routedTokens()));
        row.feature("tokensPerExpert.log2", RowWriter.log2(split.tokensPerExpert()));
        row.feature("weights.log2", RowWriter.log2(split.localExperts() * split.matrixElements()));
        row.feature("peak.log2", RowWriter.log2(row.situation().peakMicros(split.flops())));
        for (Tile tile : TILES) {
            double padded = Math.ceil(split.tokensPerExpert() / tile.rowCount()) * tile.rowCount();
            row.feature("useful" + tile.rowCount(), split.tokensPerExpert() / padded);
        }
    }
}
