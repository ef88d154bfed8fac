package dev.updraft.cli;

import dev.updraft.report.LiveReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether somebody wants to look on. */
final class WatchOption {
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--watch",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "0",
            description =
                    "Show live curves in a browser on this machine while training runs; without PORT on a free one.")
    private @Nullable Integer port;

    /** Null if nobody does. */
    @Nullable
    LiveReport open(Output say) {
        if (port == null) {
            return null;
        }
        if (port < 0 || port > LAST_PORT) {
            throw new UserMistake("--watch " + port + ": ports are from 1 to " + LAST_PORT);
        }
        var live = LiveReport.on(port);
        say.note("Watch at " + live.address());
        return live;
    }
}
