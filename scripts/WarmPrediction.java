import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.stepcast.estimator.app.Forecaster;

/** Times predictions in a warm process. Started by scripts/benchmark-predict. */
void main(String[] arguments) {
    Forecaster forecaster = Forecaster.in(Path.of(arguments[0]));
    Path config = Path.of(arguments[1]);
    print("read and predict", () -> forecaster.predict(config));
}

void print(String name, Supplier<?> prediction) {
    long[] nanos = new long[2000];
    for (int round = 0; round < 2; round++) { // the first warms up
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            prediction.get();
            nanos[i] = System.nanoTime() - start;
        }
    }
    Arrays.sort(nanos);
    IO.println("%s: median %.2f ms, 99 of 100 within %.2f ms, of %d".formatted(
            name, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6, nanos.length));
}
