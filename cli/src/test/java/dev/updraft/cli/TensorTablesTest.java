package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables for models whose input is a tensor: nothing that does not fit is taken without a word. */
class TensorTablesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path model(String target, String network) throws IOException {
        return model(target, network, "");
    }

    private Path model(String target, String network, String settings) throws IOException {
        return write("m.model", """
                model M {
                    input  x: float[2]
                    target y: %s
                    network { x -> %s -> out }
                    loss      %s(out, y)
                    optimizer adam(learning_rate: 0.05)
                    fit { epochs: 20, batch_size: 4%s }
                }
                """.formatted(
                target, network, target.startsWith("class") ? "sparse_categorical_crossentropy" : "mse", settings));
    }

    private Path two() throws IOException {
        return model("class[2]", "dense(8, activation: relu) -> dense(2)");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A table with two classes, which follow from columns a and b; {@code pattern} formats a row. */
    private static String rows(String header, String pattern) {
        return header + "\n"
                + IntStream.range(0, 24)
                        .mapToObj(row -> {
                            var isSecond = row % 2 == 1;
                            var a = (isSecond ? 2.5 : 0.5) + row % 5 * 0.1;
                            var b = (isSecond ? -0.5 : 0.5) - row % 3 * 0.1;
                            return pattern.replace("A", String.format(Locale.ROOT, "%.1f", a))
                                    .replace("B", String.format(Locale.ROOT, "%.1f", b))
                                    .replace("Y", isSecond ? "v" : "u")
                                    .replace("N", isSecond ? "1" : "0");
                        })
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private CommandRun run(String command, Path model, @Nullable Path data, String... more) {
        var arguments = Stream.concat(
                Stream.of(command, model.toString(), "--device", "cpu"),
                Stream.concat(data == null ? Stream.of() : Stream.of("--data", data.toString()), Stream.of(more)));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private CommandRun train(Path model, @Nullable Path data, String... more) {
        return run(
                "train",
                model,
                data,
                Stream.concat(Stream.of("--no-report", "--output", weights()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private CommandRun evaluate(Path model, @Nullable Path data) {
        return run("evaluate", model, data, "--no-report", "--weights", weights(), "--quiet");
    }

    private CommandRun predict(Path model, Path data) {
        return run("predict", model, data, "--weights", weights());
    }

    private String weights() {
        return folder.resolve("w.safetensors").toString();
    }

    private String plain(String text) {
        return text.replace(folder + "/", "");
    }

    @Test
    void aRowHasTheColumnsOfAGroupAndThoseOfATensorBesideIt() throws IOException {
        var model = write("m.model", """
                model M {
                    input  row { kind: category }
                    input  x: float[2]
                    target y: class["u", "v"]
                    network { concat(row -> encode, x) -> dense(1) -> out }
                    loss      binary_crossentropy(out, y)
                    optimizer adam(learning_rate: 0.05)
                    fit { epochs: 20, batch_size: 4 }
                }
                """);
        train(model, write("t.csv", rows("a,kind,b,y", "A,N,B,Y")));
        var row = new String[] {"--format", "csv", "--row", "kind=1", "a=2.5", "b=-0.5"};
        var predicted = run("predict", model, null, row("--weights", weights(), row));
        assertThat(predicted.out()).startsWith("sample,y,y_u,y_v\n--row:1,v,0.");

        row[5] = "c=-0.5";
        assertThat(run("predict", model, null, row("--weights", weights(), row)).err())
                .isEqualTo("error: --row: 'c' is no column of the model; its columns are kind, a, b\n");
        row[5] = "b=";
        assertThat(run("predict", model, null, row("--weights", weights(), row)).err())
                .isEqualTo("error: --row: has no value for b, which the model needs; add b=…; or declare what may be"
                        + " missing as optional, as in tenure: number(optional: true)\n");
    }

    private static String[] row(String option, String value, String... more) {
        return Stream.concat(Stream.of(option, value), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void theLastColumnIsNotTakenForTheTargetWithoutAWord() throws IOException {
        var run = train(two(), write("t.csv", rows("kind,a,b", "N,A,N")));
        assertThat(plain(run.err()))
                .contains("note: t.csv: no column is named 'y' as the target is: b is taken for it; to say which one is"
                        + " meant, write target y: class[2] \"b\"");
        assertThat(run.status()).isZero();

        run = train(two(), write("t.csv", rows("Y,a,b", "N,A,N")));
        assertThat(plain(run.err()))
                .isEqualTo("error: t.csv: has no column 'y' for target `y`; did you mean 'Y'? Then write target y:"
                        + " class[2] \"Y\"\n");
    }

    @Test
    void theTargetsColumnMayHaveAnotherName() throws IOException {
        var model = model("class[2] \"kind\"", "dense(8, activation: relu) -> dense(2)");
        var data = write("t.csv", rows("kind,a,b", "Y,A,B"));
        assertThat(train(model, data).err()).doesNotContain("note:");
        assertThat(evaluate(model, data).out()).contains("accuracy   1.0000");
        assertThat(predict(model, data).out()).startsWith("#1\tu").hasLineCount(24);
    }

    @Test
    void aFirstRowOfDataIsNoHeader() throws IOException {
        var run = train(two(), write("t.csv", rows("0.5,0.5,u", "A,B,Y")));
        assertThat(plain(run.err()))
                .isEqualTo(
                        "error: t.csv:1: looks like data (0.5, 0.5, u), where a header with column names is expected;"
                                + " write one above it\n");
    }

    @Test
    void columnsAreFoundByTheNamesThatTheyHadInTraining() throws IOException {
        train(two(), write("t.csv", rows("a,b,y", "A,B,Y")));
        var swapped = write("s.csv", rows("note,b,y,a", "hi,B,Y,A"));
        assertThat(evaluate(two(), swapped).out()).contains("accuracy   1.0000");
        var run = predict(two(), swapped);
        assertThat(run.out()).hasLineCount(24).startsWith("#1\tu").contains("\n#2\tv");
        assertThat(plain(run.err())).isEqualTo("note: s.csv: a column is not in the model and ignored: note\n");

        run = predict(two(), write("o.csv", "a,c\n1,2\n"));
        assertThat(plain(run.err()))
                .isEqualTo("error: o.csv: has no column 'b', which the model was trained on; its columns are a, c; name"
                        + " the columns as in the training data (a, b), or train the model again\n");
    }

    @Test
    void severalTargetColumnsAreLeftOutOfWhatIsPredictedFrom() throws IOException {
        var model = model("float[2]", "dense(2)");
        var data = write("t.csv", rows("a,b,p,q", "A,B,A,B"));
        var run = train(model, data);
        assertThat(plain(run.err()))
                .contains("note: t.csv: no column is named 'y' as the target is: p, q are taken for it");
        run = predict(model, data);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).hasLineCount(24);
    }

    @Test
    void whereNamesAreNumbersACellThatIsNoneOfThemIsNoClassNumber() throws IOException {
        var run = train(model("class[\"1\", \"2\"]", "dense(2)"), write("t.csv", rows("a,b,y", "A,B,N")));
        assertThat(plain(run.err()))
                .isEqualTo("error: t.csv:2: column y: '0' is not one of the model's classes (1, 2)\n");
    }

    @Test
    void aTableMayHaveMoreColumnsThanGenesAreKnown() throws IOException {
        var wide = 20_000;
        var text = IntStream.range(0, wide).mapToObj(i -> "g" + i + ",").collect(Collectors.joining())
                + "y\n"
                + ("1,".repeat(wide) + "0\n" + "2,".repeat(wide) + "1\n").repeat(2);
        var model = write("m.model", Files.readString(two()).replace("float[2]", "float[" + wide + "]"));
        assertThat(train(model, write("t.csv", text), "--epochs", "1").status()).isZero();
    }

    @Test
    void classesThatDoNotOccurAreKnownFromTraining() throws IOException {
        var some = write("s.csv", "a,b,y\n1,2,dog\n2,1,dog\n");
        var all = write("t.csv", "a,b,y\n1,2,dog\n2,1,cat\n3,4,cat\n4,4,dog\n");
        assertThat(train(two(), all, "--validation", some.toString()).out())
                .contains("On validation data, " + some, "cat ", "dog ");
        assertThat(evaluate(two(), some).out()).contains("cat ", "dog ");
        var run = evaluate(two(), write("u.csv", "a,b,y\n1,2,cow\n2,1,dog\n"));
        assertThat(plain(run.err()))
                .isEqualTo("error: u.csv:2: column y: 'cow' is not one of the model's classes (cat, dog)\n");
    }

    @Test
    void anEditThatKeepsTheShapesIsToldOf() throws IOException {
        var data = write("t.csv", rows("a,b,y", "A,B,Y"));
        train(two(), data);
        assertThat(evaluate(two(), data).err()).isEmpty();
        var edited = model("class[2]", "dense(8, activation: tanh) -> dense(2)");
        assertThat(plain(evaluate(edited, data).err())).isEqualTo("""
                warning: w.safetensors: the weights were trained with another network than M is now, which computes something else with them; the first difference:
                  there: dense = dense(input, units: 8, activation: relu, use_bias: true) : [batch, 8]
                  here:  dense = dense(input, units: 8, activation: tanh, use_bias: true) : [batch, 8]
                  undo the edit, or train the model again
                """);
        assertThat(plain(predict(edited, data).err())).startsWith("warning: w.safetensors: the weights were trained");
    }

    @Test
    void evaluateFindsTheRowsThatTrainSetAside() throws IOException {
        write("t.csv", rows("a,b,y", "A,B,Y").replace("0.5,0.5,u", "2.5,-0.5,u"));
        var settings = ", data: \"t.csv\", test_split: 0.25, validation_split: 0.2";
        var network = "dense(8, activation: relu) -> dense(2)";
        var model = model("class[2]", network, settings);
        for (var seed : new String[] {"0", "1", "7", "1234567890123"}) {
            var trained = train(model, null, "--seed", seed);
            var figures = trained.out()
                    .substring(trained.out().indexOf("\nsamples"), trained.out().indexOf("\nWeights"));
            var evaluated = evaluate(model, null).out();
            assertThat(evaluated).contains(figures.strip()).startsWith("M on ").contains("(test share)");
            // What the file says now is of no account.
            var edited = model("class[2]", network, settings.replace("0.25", "0.5") + ", seed: 5");
            assertThat(evaluate(edited, null).out()).contains(figures.strip());
            model = model("class[2]", network, settings);
        }
    }

    @Test
    void withValidationDataOfItsOwnNothingIsSetAside() throws IOException {
        var data = write("t.csv", rows("a,b,y", "A,B,Y"));
        var model = model("class[2]", "dense(2)", ", data: \"t.csv\", validation_split: 0.25");
        train(model, null, "--validation", data.toString());
        assertThat(evaluate(model, null).err()).startsWith("warning: the model was trained on all of this data");
    }
}
