package dev.updraft.cli.options;

import dev.updraft.cli.output.Output;
import dev.updraft.report.LiveReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether somebody wants to look on. */
public final class WatchOption {
    @Option(
            names = "--watch",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "0",
            converter = PortConverter.class,
            preprocessor = OptionalNumber.class,
            description =
                    "Show live curves in a browser on this machine while training runs; without PORT, a free port is used.")
    private @Nullable Integer port;

    /** Null if nobody does. */
    @Nullable
    public LiveReport open(Output say) {
        if (port == null) {
            return null;
        }
        var live = LiveReport.on(port);
        say.note("Watch at " + live.address());
        return live;
    }
}
