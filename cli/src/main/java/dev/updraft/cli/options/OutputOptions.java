package dev.updraft.cli.options;

import dev.updraft.cli.output.JsonOutput;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.TextOutput;
import picocli.CommandLine.Option;

/** How a command speaks; every command has these. */
public final class OutputOptions {
    public static final String JSON = "--json";
    static final String VERBOSE = "--verbose";

    @Option(names = JSON, description = "Print one JSON object per line instead of text.")
    boolean json;

    @Option(names = "--quiet", description = "Print only the result, no progress.")
    boolean quiet;

    @Option(names = VERBOSE, description = "Also print the stack trace of an internal error.")
    public boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    boolean help;

    /** Whether standard output is for JSON events. */
    public boolean isJson() {
        return json;
    }

    public Output output(Terminal terminal) {
        return json ? new JsonOutput(terminal) : new TextOutput(terminal, quiet);
    }
}
