package org.stepcast.sampler.backend.gloo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a side-car is to do; travels on its command line.
 *
 * @param folder of the shared memory and the socket
 * @param localAddress this node's address that the other ranks can reach
 */
record SideCarTask(
        Path folder,
        int valueCount,
        int rank,
        int rankCount,
        String masterHost,
        String localAddress,
        Duration patience) {

    static SideCarTask parse(String[] arguments) {
        return new SideCarTask(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                arguments[4],
                arguments[5],
                Duration.parse(arguments[6]));
    }

    Path memory() {
        return folder.resolve("values");
    }

    Path socket() {
        return folder.resolve("socket");
    }

    /** Starts the side-car with this process's Java and class path. Gloo greets on standard output: that goes nowhere. */
    Process start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GlooSideCar.class.getName(),
                folder.toString(),
                Integer.toString(valueCount),
                Integer.toString(rank),
                Integer.toString(rankCount),
                masterHost,
                localAddress,
                patience.toString());
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
