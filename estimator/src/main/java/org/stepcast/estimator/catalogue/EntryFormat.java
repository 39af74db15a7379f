package org.stepcast.estimator.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.regression.CorrectedBase;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.Regressor;
import org.stepcast.estimator.regression.SampledRange;
import org.stepcast.estimator.regression.WeightedTrees;

/** The bytes of one entry, its key apart. */
final class EntryFormat {

    private EntryFormat() {}

    static byte[] write(CatalogueEntry entry) {
        PackedOutput output = new PackedOutput();
        output.writeCount(entry.rowCount());
        output.writeDouble(entry.heldOut().mape());
        output.writeDouble(entry.heldOut().lowFactor());
        output.writeDouble(entry.heldOut().highFactor());
        output.writeTexts(entry.range().names());
        output.writeDoubles(entry.range().lows());
        output.writeDoubles(entry.range().highs());
        writeBase(entry.base(), output);
        switch (entry.regressor()) {
            case PhysicalBase base -> output.writeCount(0);
            case CorrectedBase corrected -> writeCorrections(corrected, output);
        }
        return output.toBytes();
    }

    static CatalogueEntry read(RegressorKey key, byte[] bytes) {
        PackedInput input = new PackedInput(bytes);
        int rowCount = input.readCount();
        HeldOutErrors heldOut = new HeldOutErrors(input.readDouble(), input.readDouble(), input.readDouble());
        SampledRange range = new SampledRange(input.readTexts(), input.readDoubles(), input.readDoubles());
        PhysicalBase base = readBase(input);
        return new CatalogueEntry(key, readRegressor(base, range, input), range, heldOut, rowCount);
    }

    private static void writeBase(PhysicalBase base, PackedOutput output) {
        output.writeTexts(base.termNames());
        output.writeCount(base.hostTermCount());
        output.writeDoubles(base.coefficients());
        output.writeDouble(base.overlapExponent());
    }

    private static PhysicalBase readBase(PackedInput input) {
        return new PhysicalBase(input.readTexts(), input.readCount(), input.readDoubles(), input.readDouble());
    }

    private static void writeCorrections(CorrectedBase corrected, PackedOutput output) {
        output.writeCount(corrected.corrections().size());
        output.writeDouble(corrected.largestCorrection());
        output.writeDouble(corrected.edgeFraction());
        for (WeightedTrees part : corrected.corrections()) {
            output.writeDouble(part.weightFraction());
            TreeFormat.write(part.trees(), output);
        }
    }

    private static Regressor readRegressor(PhysicalBase base, SampledRange range, PackedInput input) {
        int partCount = input.readCount();
        if (partCount == 0) {
            return base;
        }
        double largestCorrection = input.readDouble();
        double edgeFraction = input.readDouble();
        List<WeightedTrees> parts = new ArrayList<>();
        for (int part = 0; part < partCount; part++) {
            parts.add(new WeightedTrees(input.readDouble(), TreeFormat.read(input)));
        }
        return new CorrectedBase(base, parts, largestCorrection, edgeFraction, range);
    }
}
