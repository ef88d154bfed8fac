package dev.updraft.cli;

import dev.updraft.cli.output.Terminal;
import java.util.Locale;

/** Where the command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Warnings of the library are for the user: a line without time and class.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%n");
        // Pictures are drawn in memory; no window system is needed, nor is one to be woken.
        System.setProperty("java.awt.headless", "true");
        // The same text everywhere, that of libraries and of Java included.
        Locale.setDefault(Locale.ROOT);
        System.exit(UpdraftCommand.run(Terminal.system(), arguments));
    }
}
