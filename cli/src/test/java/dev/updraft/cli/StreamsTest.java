package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.StreamWriter;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to which stream, what a stream that fails means, and what no terminal is ever sent. */
class StreamsTest {
    private static final String FULL = "No space left on device";
    private static final String HOSTILE = "a\u001B[2J\u009B31m\u202Eb\rc";

    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String data = "";
    private String weights = "";

    @BeforeEach
    void train() throws IOException {
        model = Files.writeString(folder.resolve("two.model"), """
                        model Two {
                            input  x: float[2]
                            target y: class[2]
                            network { x -> dense(2) -> logits }
                            loss      sparse_categorical_crossentropy(logits, y)
                            optimizer adam(learning_rate: 0.05)
                            metrics   accuracy
                            fit { epochs: 1, batch_size: 4 }
                        }
                        """).toString();
        var rows = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 200; i++) {
            rows.append(i % 2)
                    .append(",1,\"")
                    .append(i % 2 == 0 ? HOSTILE : "two\nlines")
                    .append("\"\n");
        }
        data = Files.writeString(folder.resolve("data.csv"), rows).toString();
        weights = folder.resolve("w.safetensors").toString();
        var trained = command("train", "--output", weights);
        assertThat(trained.status()).as(trained.err()).isZero();
    }

    private CommandRun command(String name, String... more) {
        var arguments = new ArrayList<>(List.of(name, model, "--data", data, "--device", "reference", "--no-report"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private String[] predict(String... more) {
        var arguments = new ArrayList<>(
                List.of("predict", model, "--data", data, "--weights", weights, "--device", "reference"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Takes so many bytes and then fails. */
    private static final class Failing extends OutputStream {
        private final int capacity;
        private final String problem;
        private int attempts;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        Failing(int capacity, String problem) {
            this.capacity = capacity;
            this.problem = problem;
        }

        @Override
        public void write(int b) throws IOException {
            if (taken.size() == capacity) {
                attempts++;
                throw new IOException(problem);
            }
            taken.write(b);
        }
    }

    private static CommandRun on(OutputStream out, String... arguments) {
        var err = new StringWriter();
        var terminal = new Terminal(new StreamWriter(out), new PrintWriter(err), 0, false);
        var status = UpdraftCommand.run(terminal, arguments);
        terminal.err().flush();
        return new CommandRun(status, "", err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "train --help",
                "explain",
                "explain M0103",
                "explain --json",
                "completion",
                "devices",
                "devices --json",
                "summary examples/iris/iris.model",
                "check examples/iris/iris.model",
                "compile examples/iris/iris.model --emit ops",
                "compile examples/iris/iris.model --emit kernels --json",
                ""
            })
    void anAnswerThatDoesNotFitOnTheDiskIsAnError(String arguments) {
        var run = on(new Failing(10, FULL), arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(run.err()).endsWith("error: standard output: " + FULL + System.lineSeparator());
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json"})
    void predictionsEndWithTheDisk(String option) {
        var out = new Failing(100, FULL);
        var run = on(out, predict(option));

        assertThat(run.err()).isEqualTo("error: standard output: " + FULL + System.lineSeparator());
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(out.attempts).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 1", "Broken pipe, 141"})
    void trainingGoesOnWithoutItsStreamAndSaves(String problem, int status) throws IOException {
        Files.delete(Path.of(weights));
        var run = on(
                new Failing(20, problem),
                "train",
                model,
                "--data",
                data,
                "--device",
                "reference",
                "--no-report",
                "--output",
                weights);

        assertThat(run.status()).isEqualTo(status);
        assertThat(Path.of(weights)).isNotEmptyFile();
    }

    @Test
    void aReaderThatHasHadEnoughEndsPredictionsQuietly() {
        var run = on(new Failing(100, "Broken pipe"), predict());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(ExitStatus.CLOSED_PIPE);
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 1", "Bad file descriptor, 0"})
    void aNoteThatIsLostOnAFullDiskIsNotSilent(String problem, int status) {
        var terminal =
                new Terminal(new PrintWriter(new StringWriter()), new StreamWriter(new Failing(0, problem)), 0, false);
        new TextOutput(terminal, false).note("a note");

        assertThat(terminal.finish(ExitStatus.SUCCESS)).isEqualTo(status);
    }

    @Test
    void notesAndAnnouncementsAreNotAmongAnswers() {
        var out = new StringWriter();
        var err = new StringWriter();
        var say = new TextOutput(new Terminal(new PrintWriter(out), new PrintWriter(err), 0, false), false);
        say.note("No GPU is used");
        say.reading().update("mnist", 0, 10, dev.updraft.data.Progress.Unit.BYTES);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("No GPU is used", "Downloading mnist");
    }

    @Test
    void aSampleIsALineWhateverItsClassIsCalled() {
        var run = CommandRun.of(predict());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(200).allMatch(line -> line.matches("#\\d+\t[^\t]+\t\\d\\.\\d{4}"));
    }

    @Test
    void nothingOutOfAFileControlsATerminal() throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.csv"), "a,b,y\n1,\"" + HOSTILE + "\",u\n")
                .toString();
        var runs = List.of(
                command("train", "--output", weights),
                command("evaluate", "--weights", weights),
                command("cross-validate"),
                command("train", "--data", wrong),
                CommandRun.of(predict()),
                CommandRun.of(predict("--json")),
                CommandRun.of("train", model, "--data", HOSTILE + ".csv"),
                CommandRun.of("train", model, "--data", HOSTILE + ".csv", "--json"),
                CommandRun.of("train", model, "--" + HOSTILE),
                CommandRun.of("explain", HOSTILE),
                CommandRun.of("check", HOSTILE + ".model"),
                CommandRun.of("check", HOSTILE + ".model", "--json"));
        for (var run : runs) {
            assertThat((run.out() + run.err())
                            .replaceAll("[\n\t]", "")
                            .chars()
                            .filter(c -> Character.isISOControl(c) || c == '\u202E'))
                    .as(run.out() + run.err())
                    .isEmpty();
        }
        assertThat(runs.getFirst().out()).contains("a\\u001b[2J\\u009b31m");
    }

    @Test
    void jsonKeepsEveryCharacter() {
        var run = CommandRun.of(predict("--json"));

        assertThat(run.events().stream()
                        .filter(event -> event.name().equals("prediction"))
                        .map(event -> event.text("class")))
                .containsAnyOf(HOSTILE, "two\nlines");
    }

    @Test
    void anErrorCannotPretendToBeSeveralLines() {
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), 0, false);
        new TextOutput(terminal, false).error("'x\nerror: all is well' is wrong:\n  one\n  two");

        assertThat(err.toString().lines())
                .containsExactly("error: 'x\\nerror: all is well' is wrong:", "  one", "  two");
    }

    @Test
    void aTerminalThatOnlyShowsTextGetsNothingElse() {
        assertThat(terminal(Map.of("TERM", "dumb"), false).interactive()).isFalse();
        assertThat(terminal(Map.of("TERM", "dumb"), false).colour()).isFalse();
        assertThat(terminal(Map.of("TERM", "dumb"), false).errColour()).isFalse();
        assertThat(terminal(Map.of(), false).interactive()).isFalse();
        assertThat(terminal(Map.of("TERM", "xterm"), false).interactive()).isTrue();
        assertThat(terminal(Map.of("TERM", "xterm"), false).colour()).isTrue();
        assertThat(terminal(Map.of("TERM", "xterm"), false).errColour()).isTrue();
        assertThat(terminal(Map.of("TERM", "xterm"), true).errColour()).isFalse();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), false).interactive())
                .isTrue();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), false).colour())
                .isFalse();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), false).errColour())
                .isFalse();
    }

    private static Terminal terminal(Map<String, String> environment, boolean plainErrors) {
        var nowhere = new PrintWriter(new StringWriter());
        return Terminal.of(nowhere, nowhere, 100, plainErrors, environment);
    }

    @Test
    void allThatIsPrintedArrivesInUtf8() {
        var taken = new Failing(1000, FULL);
        var writer = new StreamWriter(taken);
        writer.print("ä → 中");

        assertThat(writer.failure()).isNull();
        assertThat(taken.taken.toString(StandardCharsets.UTF_8)).isEqualTo("ä → 中");
    }
}
