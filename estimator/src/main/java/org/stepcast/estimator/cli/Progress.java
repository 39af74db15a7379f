package org.stepcast.estimator.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/** One line on a terminal that says how far long work is; silent elsewhere. */
final class Progress {

    private static final int WIDTH = 40;

    private final PrintWriter terminal;
    private final boolean visible;

    private Progress(PrintWriter terminal, boolean visible) {
        this.terminal = terminal;
        this.visible = visible;
    }

    static Progress on(PrintWriter errors) {
        return new Progress(errors, Ansi.AUTO.enabled());
    }

    synchronized void show(int doneCount, int allCount) {
        if (visible) {
            int filled = WIDTH * doneCount / Math.max(1, allCount);
            terminal.print(
                    "\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + doneCount + " of " + allCount);
            terminal.flush();
        }
    }

    void clear() {
        if (visible) {
            terminal.print("\r" + " ".repeat(WIDTH + 24) + "\r");
            terminal.flush();
        }
    }
}
