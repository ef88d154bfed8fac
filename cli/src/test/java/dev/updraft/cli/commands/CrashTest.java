package dev.updraft.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CrashTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int runSomethingBroken(String... arguments) {
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), 0, false);
        return new CommandLine(new Broken(terminal)).execute(arguments);
    }

    @Test
    void aBugOfOursIsAnApologyWithTheTraceInAFile() throws IOException {
        assertThat(runSomethingBroken()).isEqualTo(ExitStatus.CRASH);
        assertThat(err.toString()).contains("Sorry", "bug in Updraft").doesNotContain("\tat ");
        var path = Pattern.compile("Details are in (\\S+\\.txt)").matcher(err.toString());
        assertThat(path.find()).isTrue();
        var report = Path.of(path.group(1));
        assertThat(Files.readString(report)).contains("updraft ", "ArithmeticException", "\tat dev.updraft.cli");
        Files.delete(report);
    }

    @Test
    void verbosePrintsTheTraceToo() {
        assertThat(runSomethingBroken("--verbose")).isEqualTo(ExitStatus.CRASH);
        assertThat(err.toString()).contains("\tat dev.updraft.cli");
    }

    @Test
    void aBugOfOursIsJsonIfAskedFor() {
        assertThat(runSomethingBroken("--json")).isEqualTo(ExitStatus.CRASH);
        assertThat(out.toString()).startsWith("{\"event\":\"error\"").contains("Sorry");
        assertThat(err.toString()).isEmpty();
    }

    @CommandLine.Command(name = "broken")
    private static final class Broken extends Subcommand {
        Broken(Terminal terminal) {
            super(terminal);
        }

        @Override
        void run(Output say) {
            throw new ArithmeticException("1/0");
        }
    }
}
