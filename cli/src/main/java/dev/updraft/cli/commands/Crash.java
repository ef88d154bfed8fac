package dev.updraft.cli.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;

/** A mistake of ours: what happened goes to a file for those who can mend it, and the user is told where it is. */
final class Crash {
    private Crash() {}

    /** Writes down what happened and says so in a sentence. */
    static String report(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage()
                    + "): use a smaller --batch-size or less data, or give Java more memory with JAVA_TOOL_OPTIONS=-Xmx4g";
        }
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        var report = VersionProvider.text() + System.lineSeparator() + trace;
        try {
            var file = Files.createTempFile("updraft-crash-", ".txt");
            Files.writeString(file, report);
            return "Sorry, this is a bug in Updraft, not your mistake ("
                    + failure.getClass().getSimpleName() + "). Details are in " + file
                    + "; please report it with that file.";
        } catch (IOException e) {
            return "Sorry, this is a bug in Updraft, not your mistake. Please report it: " + report;
        }
    }
}
