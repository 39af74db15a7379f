package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.catalogue.Catalogue;
import org.stepcast.estimator.fit.FitOptions;
import org.stepcast.estimator.fit.FitProgress;
import org.stepcast.estimator.fit.FittedCluster;
import org.stepcast.estimator.fit.Fitting;
import org.stepcast.estimator.fit.SampleErrors;
import org.stepcast.estimator.fit.SoundSamples;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.SampledCluster;
import org.stepcast.estimator.timing.TimeSource;

/** Compares predicted operator times with samples. */
public final class OperatorValidator {

    private final DeviceTable devices;
    private final List<SampledCluster> references;
    private final FitOptions options;

    /**
     * @param references all sampled clusters that times may be transferred from
     * @param options seed of the held-out shapes and of fitting anew, and threads
     */
    public OperatorValidator(DeviceTable devices, List<SampledCluster> references, FitOptions options) {
        this.devices = devices;
        this.references = List.copyOf(references);
        this.options = options;
    }

    /** Tests the regressors of {@code own} as they are on all sound samples of its device in {@code dataset}. */
    public OperatorValidation asFitted(Dataset dataset, SampledCluster own) {
        SoundSamples sound = sound(dataset, own.cluster());
        TimeSource times = ClusterTimes.of(own, () -> references);
        return validation(own.cluster(), HoldOut.NONE, sound, accuracies(sound.tables(), times));
    }

    /** Fits regressors to four fifths of the shapes and tests them on the others. */
    public OperatorValidation withoutHeldOutShapes(Dataset dataset, Cluster cluster) {
        SoundSamples sound = sound(dataset, cluster);
        HeldOutShapes heldOut = HeldOutShapes.of(sound.tables(), options.seed());
        Dataset train = new Dataset(heldOut.train(sound.tables()), List.of(), dataset.contentHashes());
        FittedCluster fitted =
                new Fitting(train, devices, options, FitProgress.silent()).fit().getFirst();
        SampledCluster own = new SampledCluster(cluster, Catalogue.of(fitted.header(), fitted.entries()));
        TimeSource times = ClusterTimes.of(own, () -> references);
        return validation(cluster, HoldOut.SHAPES, sound, accuracies(heldOut.test(sound.tables()), times));
    }

    /** Tests what is predicted for the device by its figures and the samples of other devices. */
    public OperatorValidation withoutDevice(Dataset dataset, Cluster cluster) {
        SoundSamples sound = sound(dataset, cluster);
        List<SampledCluster> others = references.stream()
                .filter(source -> !source.cluster()
                        .device()
                        .name()
                        .equals(cluster.device().name()))
                .toList();
        TimeSource times = ClusterTimes.ofFigures(cluster, () -> others);
        return validation(cluster, HoldOut.DEVICE, sound, accuracies(sound.tables(), times));
    }

    private SoundSamples sound(Dataset dataset, Cluster cluster) {
        List<SampleTable> tables = dataset.tables().stream()
                .filter(table -> devices.find(table.deviceName())
                        .filter(device -> device.name().equals(cluster.device().name()))
                        .isPresent())
                .toList();
        requireOneCluster(dataset, tables, cluster);
        return SoundSamples.of(
                new Dataset(tables, dataset.faults(), dataset.contentHashes()), devices, options.threadCount());
    }

    private static void requireOneCluster(Dataset dataset, List<SampleTable> tables, Cluster cluster) {
        if (tables.isEmpty()) {
            throw new BadInputException("the samples are of " + names(dataset.tables(), SampleTable::deviceName)
                    + ", and none of " + cluster.device().name() + ", the device of " + cluster.name()
                    + ".\n  Name the cluster that was sampled.");
        }
        if (tables.stream().map(SampleTable::clusterName).distinct().count() > 1) {
            throw new BadInputException("the samples are of several clusters with "
                    + cluster.device().name() + ": " + names(tables, SampleTable::clusterName)
                    + ".\n  Give the folder of one of them.");
        }
    }

    private static String names(List<SampleTable> tables, Function<SampleTable, String> name) {
        return tables.stream().map(name).distinct().collect(Collectors.joining(", "));
    }

    private OperatorValidation validation(
            Cluster cluster, HoldOut holdOut, SoundSamples sound, List<OperatorAccuracy> operators) {
        return new OperatorValidation(
                cluster.name(), holdOut, options.seed(), operators, sound.unusable(), sound.rejected());
    }

    private static List<OperatorAccuracy> accuracies(List<SampleTable> tables, TimeSource times) {
        List<OperatorAccuracy> accuracies = new ArrayList<>();
        for (SampleTable table : tables) {
            for (Slice slice : Slice.all()) {
                List<Sample> samples =
                        table.samples().stream().filter(slice.contains()).toList();
                if (!samples.isEmpty()) {
                    accuracies.add(accuracy(table, slice, samples, times));
                }
            }
        }
        return accuracies;
    }

    private static OperatorAccuracy accuracy(SampleTable table, Slice slice, List<Sample> samples, TimeSource times) {
        List<Double> ratios = new ArrayList<>(samples.size());
        Map<Origin, Integer> origins = new EnumMap<>(Origin.class);
        for (Sample sample : samples) {
            OperatorTime time = times.time(sample.operator(), sample.pass(), sample.precision());
            ratios.add(time.micros().p50() / sample.micros());
            origins.merge(time.origin(), 1, Integer::sum);
        }
        return new OperatorAccuracy(
                table.name(), slice.label(), table.precision(), table.pass(), SampleErrors.ofRatios(ratios), origins);
    }
}
