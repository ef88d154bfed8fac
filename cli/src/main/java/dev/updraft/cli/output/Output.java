package dev.updraft.cli.output;

import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.data.Progress;
import dev.updraft.training.TrainingListener;
import java.util.List;
import java.util.Map;

/** What a command has to say: text for people, or one JSON object a line for programs. */
public sealed interface Output permits TextOutput, JsonOutput {

    /** Something people like to know on the way; programs hear it from events. */
    void note(String text);

    /** One of several things that make up the answer. */
    void item(String text, String event, Map<String, ?> fields);

    /** A line of a file that is written to standard output: as it is, where no window has to be kept from its controls. */
    void line(String text);

    /** The answer, and the last thing said when all went well. */
    void result(String text, Map<String, ?> fields);

    /** What the compiler says of a file. */
    void diagnostics(List<Diagnostic> diagnostics);

    /** Something that went wrong, but not what was asked for. */
    void warning(String message);

    /** Why the command failed, and the last thing said then. */
    void error(String message);

    /** Hears how training goes. */
    TrainingListener training();

    /** How many rows have been explained; people are shown it as long as it goes on. */
    void explained(int done, int all);

    /** Hears how reading data goes. */
    Progress reading();
}
