package dev.updraft.compiler.emit.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.Models;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes of the example models are as in {@code resources/typed}; names and comments of others fit Java. */
class TypedClassTest {
    private static final Path EXAMPLES = Path.of("../examples");

    private static String source(String text) {
        return TypedClass.emit(Models.graph(text), new Origin("com.example", "test.model"))
                .source();
    }

    private static String network(String before, String inside) {
        return before + "\nmodel Net {\n input x: float[2]\n " + inside + "\n network { x -> dense(3) -> y } }\n";
    }

    private static String classes(String names) {
        return String.format(Locale.ROOT, """
                model Net {
                    input x: float[2]
                    target kind: class[%s]
                    network { x -> dense(%d) -> y }
                    loss sparse_categorical_crossentropy(y, kind)
                }
                """, names, names.split(", ").length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifar10/cifar10",
                "fashion-mnist/fashion-mnist",
                "iris/iris",
                "mnist/lenet",
                "regression/penguins",
                "resnet/resnet"
            })
    void theClassesOfTheExamplesAreAsInTheirFiles(String example) throws IOException {
        var file = EXAMPLES.resolve(example + ".model");
        var graph = Objects.requireNonNull(Compiler.check(file, Map.of()).graph());
        var emitted = TypedClass.emit(graph, new Origin("com.example", example + ".model"));

        assertThat(emitted.sourcePath()).isEqualTo("com/example/" + graph.name() + ".java");
        assertThat(emitted.resourcePath()).isEqualTo("com/example/" + graph.name() + ".updraft");
        assertThat(emitted.source()).isEqualTo(golden(emitted.simpleName()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.2                 | 0.2",
                "last(0.2)           | DataSplit.last(0.2)",
                "last(0.2, by: age)  | DataSplit.last(0.2, \"age\")",
                "by(\"Größe\", 0.25) | DataSplit.by(\"Gr\\u00f6\\u00dfe\", 0.25)"
            })
    void aSplitIsASettingOfItsClass(String split, String java) {
        assertThat(source("""
                        model Net {
                            input row {
                                age: number
                                size: id "Größe"
                            }
                            target kind: class["no", "yes"]
                            network { row -> encode -> dense(1) -> y }
                            loss binary_crossentropy(y, kind)
                            optimizer adam
                            fit { validation_split: %s }
                        }
                        """.formatted(split))).contains(".withValidationSplit(" + java + ")");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = TypedClassTest.class.getResourceAsStream("/typed/" + name + ".java")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG"})
    void aClassIsTheSameInEveryLanguage(String language) throws IOException {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));

            theClassesOfTheExamplesAreAsInTheirFiles("cifar10/cifar10");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void parametersFromOutsideAreInTheClass() {
        var graph = Compiler.check(EXAMPLES.resolve("cifar10/cifar10.model"), Map.of("width", "4"))
                .graph();
        var source = TypedClass.emit(Objects.requireNonNull(graph), new Origin("", "cifar10.model"))
                .source();

        assertThat(source).contains("Compiled with {@code width = 4}.", "long PARAMETERS = 9_898L;");
        assertThat(source).doesNotContain("package");
    }

    @Test
    void aClassIsOfAsciiAloneWhateverTheTexts() {
        var emitted = TypedClass.emit(Models.graph("""
                        /// Tränke, 飲み物, 🍵, and \\u0041 */ as it stands.
                        model Net {
                            /// Größe.
                            input x: float[2]
                            target kind: class["café", "日本", "𠀋", "\\\\u0041", "\\\\é"]
                            network { x -> dense(5) -> y }
                            loss sparse_categorical_crossentropy(y, kind)
                        }
                        """), new Origin("com.例", "tränke.model"));

        assertThat(emitted.source()).matches(text -> text.chars().allMatch(letter -> letter < 0x80));
        assertThat(emitted.source())
                .startsWith("// Generated by Updraft from tr\\u00e4nke.model. Do not edit.\npackage com.\\u4f8b;\n")
                .contains(
                        " * Tr\\u00e4nke, \\u98f2\\u307f\\u7269, \\ud83c\\udf75, and &#92;u0041 &#42;/ as it stands.\n")
                .contains(": Gr\\u00f6\\u00dfe.\n")
                .contains("        \\u65e5\\u672c(\"\\u65e5\\u672c\"),\n")
                .contains("        \\ud840\\udc0b(\"\\ud840\\udc0b\"),\n")
                .contains("(\"\\\\u0041\"),\n", "(\"\\\\\\u00e9\");\n");
    }

    @Test
    void numbersAreThoseOfJavaWhateverTheLocale() {
        var usual = Locale.getDefault();
        var text = classes("\"a\", \"b\"") + "\n";
        var trained = text.replace("loss", "optimizer adam\n fit { epochs: 12 }\n loss");
        var source = source(trained);
        var numbered = source(trained.replace("class[\"a\", \"b\"]", "class[2]"));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(source(trained)).isEqualTo(source).contains(".withEpochs(12)", "PARAMETERS = 6L");
            assertThat(source(trained.replace("class[\"a\", \"b\"]", "class[2]")))
                    .isEqualTo(numbered);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aGroupOfColumnsIsARecordThatTheClassWrites() {
        var source = source("""
                model Churn {
                    input customer {
                        number: id
                        /// In months.
                        tenure: number
                        total: number(optional: true) "Total ($)"
                        contract: category["One year", "Two year"]
                        since: date
                    }
                    input extra: float[2]
                    network { concat(customer -> encode, extra) -> dense(1) -> y }
                }
                """);

        assertThat(source).contains("""
                    /**
                     * A row of {@code customer}. Null is a missing value.
                     *
                     * @param tenure {@code tenure: number}: In months.
                     * @param total {@code total: number(optional: true) "Total ($)"}
                     * @param contract {@code contract: category[2]}
                     * @param since {@code since: date}
                     */
                    public record Customer(double tenure, Double total, String contract, LocalDate since) {}

                    private static void write(Customer values, TypedRow row) {
                        row.number(1, values.tenure());
                        row.number(2, values.total());
                        row.text(3, values.contract());
                        row.moment(4, values.since());
                    }
                """, """
                    private static void writeSample(Input values, TypedSample sample) {
                        write(values.customer(), sample.row(0));
                        sample.array(1, values.extra());
                    }
                """, """
                    private final TypedModel network;

                    private final TypedPredictor<Input> predictor;

                    private Churn(TypedModel network) {
                        this.network = network;
                        predictor = network.predictor(Churn::writeSample);
                    }
                """, """
                     * @throws IllegalArgumentException if a value is missing that the network needs, or does not fit
                     */
                    public float predict(Input input) {
                        return predictor.value(input);
                    }
                """, """
                    public List<Float> predict(List<Input> inputs) {
                        return predictor.values(inputs).stream().map(values -> values[0]).toList();
                    }
                """);
    }

    @Test
    void aTypeIsNeverCalledAsAConstantIs() {
        var source = source(classes("\"tight\", \"loose\"").replace("kind", "FIT"));

        assertThat(source).contains("public enum FIT_ implements ClassLabel {", "FIT_[] FIT_VALUES = FIT_.values();");
        assertThat(TypedClass.emit(
                                Models.graph("model PARAMETERS { input x: float[2]\n network { x -> dense(3) -> y } }"),
                                new Origin("", "x.model"))
                        .simpleName())
                .isEqualTo("PARAMETERS_");
    }

    @Test
    void typesOfAClassDifferInMoreThanTheirCase() {
        var source = source("""
                model Net {
                    input left: float[2]
                    input right: float[2]
                    target iNPUT: class["a", "b"]
                    network { concat(left, right) -> dense(2) -> y }
                    loss sparse_categorical_crossentropy(y, iNPUT)
                }
                """);

        assertThat(source).contains("public record Input(", "public enum INPUTLabel implements ClassLabel {");
    }

    @Test
    void aTargetNamedLikeItsModelIsALabel() {
        var source = source("""
                model Churn {
                    input churn { tenure: number }
                    target Churn: class["No", "Yes"]
                    network { churn -> dense(1) -> y }
                    loss binary_crossentropy(y, Churn)
                }
                """);

        assertThat(source).contains("public record ChurnRow(", "public enum ChurnLabel implements ClassLabel {");
    }

    @Test
    void namesAreShortEnoughForFiles() {
        var emitted = TypedClass.emit(
                Models.graph(
                        classes("\"a\", \"b\"").replace("Net", "N".repeat(300)).replace("kind", "k".repeat(300))),
                new Origin("", "x.model"));

        assertThat(emitted.simpleName()).isEqualTo("N".repeat(200));
        assertThat(emitted.source()).contains("public enum K" + "k".repeat(39) + " implements ClassLabel {");
    }

    private static String manyInputs(int count) {
        var declarations = new StringBuilder();
        var groups = new StringJoiner("), concat(", "concat(", ")");
        for (var first = 0; first < count; first += 500) {
            var names = new StringJoiner(", ");
            for (var i = first; i < Math.min(count, first + 500); i++) {
                declarations.append("    input i%s: float[%s]\n".formatted(i, 1 + i % 2));
                names.add("i" + i);
            }
            groups.add(names.toString());
        }
        var network = count > 500 ? "concat(" + groups + ")" : groups.toString();
        return "model Many {\n%s    network { %s -> dense(1) -> y }\n}\n".formatted(declarations, network);
    }

    @Test
    void moreInputsThanARecordHasRoomForAreOneArray() {
        assertThat(source(manyInputs(250))).contains("public record Input(float[] i0, ", "float predict(Input input)");

        assertThat(source(manyInputs(251)))
                .doesNotContain("record", "Input")
                .contains("int I250_SIZE = 1;", "int I250_OFFSET = 375;", "int SAMPLE_SIZE = 376;")
                .contains("float predict(float[] sample) {", "float predict(MemorySegment sample) {")
                .contains("@param sample {@link #SAMPLE_SIZE} values: those of all inputs, one behind the other\n")
                .contains("public List<Float> predict(List<float[]> samples) {");
    }

    @Test
    void moreInputsThanAClassHasRoomForHaveNoConstants() {
        assertThat(source(manyInputs(4002))).contains("int SAMPLE_SIZE = 6003;").doesNotContain("I0_SIZE", "OFFSET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record",
                "var",
                "class",
                "_",
                "String",
                "Override",
                "dev",
                "java",
                "FIT",
                "IllegalArgumentException"
            })
    void aModelWhoseNameJavaNeedsGetsAnUnderscore(String name) {
        var graph = Models.graph("model %s { input x: float[2]\n network { x -> dense(3) -> y } }".formatted(name));
        var emitted = TypedClass.emit(graph, new Origin("", "x.model"));

        assertThat(emitted.simpleName()).isEqualTo(name + "_");
        assertThat(emitted.source()).contains("public final class " + name + "_ implements AutoCloseable {");
        assertThat(emitted.source()).contains(name + "_.class.getResourceAsStream(\"" + name + "_.updraft\")");
    }

    @Test
    void aTypeThatTheClassHidesIsWrittenInFull() {
        var source = source("""
                model Model {
                    input x: float[2]
                    target path: class["a", "b"]
                    network { x -> dense(2) -> y }
                    loss sparse_categorical_crossentropy(y, path)
                }
                """);

        assertThat(source)
                .contains(
                        "public dev.updraft.Model model() {",
                        "public enum Path implements ClassLabel {",
                        "load(java.nio.file.Path weights)")
                .doesNotContain("import dev.updraft.Model;", "import java.nio.file.Path;");
    }

    @Test
    void classesBecomeConstants() {
        assertThat(source(classes("""
                "T-shirt/top", "2cv", "Ankle boot", "ankle-boot", "café", "?!", "猫", "say \\"hi\\"", "newYork"\
                """)))
                .contains("        T_SHIRT_TOP(\"T-shirt/top\"),\n", "        _2CV(\"2cv\"),\n")
                .contains("        ANKLE_BOOT(\"Ankle boot\"),\n", "        ANKLE_BOOT_2(\"ankle-boot\"),\n")
                .contains("        CAF\\u00c9(\"caf\\u00e9\"),\n", "        VALUE(\"?!\"),\n")
                .contains("        \\u732b(\"\\u732b\"),\n")
                .contains("        SAY_HI(\"say \\\"hi\\\"\"),\n", "        NEW_YORK(\"newYork\");\n");
    }

    @Test
    void whatIsInvisibleInAClassIsWrittenByNumber() {
        assertThat(source(classes("\"a\u202Eb\", \"\uD83D\uDE00\"")))
                .contains("A_B(\"a\\u202eb\"),", "VALUE(\"\\ud83d\\ude00\");");
    }

    @Test
    void tooManyClassesForAnEnumHaveNumbers() {
        var names = new StringBuilder("\"c0\"");
        for (var i = 1; i < 2000; i++) {
            names.append(", \"c").append(i).append('"');
        }

        assertThat(source(classes(names.toString())))
                .contains("public static final int KIND_CLASSES = 2000;", "public int predict(float[] x) {");
    }

    @Test
    void commentsStayText() {
        var source = source(network("""
                /// Ends */ here, says <b>, & and @Deprecated, {@link X}, C:\\u0041\\users and `a < b`.
                /// Uses `code` too.""", ""));

        assertThat(source)
                .contains("Ends &#42;/ here, says &lt;b&gt;, &amp; and &#64;Deprecated, &#123;&#64;link X&#125;,")
                .contains("C:&#92;u0041&#92;users", "{@code a < b}", "{@code code}");
        assertThat(source(network("/// A\u2028B\u202EC", ""))).contains("A B?C");
    }

    @Test
    void theNameOfTheFileStaysText() {
        var emitted = TypedClass.emit(
                Models.graph(network("", "")), new Origin("com.example", "a\\u000aclass X{}\n*/b.model"));

        assertThat(emitted.source())
                .startsWith("// Generated by Updraft from a/u000aclass X{} */b.model. Do not edit.\n");
    }

    @Test
    void severalInputsAreARecord() {
        var source = source("""
                model Pair {
                    /// What stands left.
                    input left: float[2]
                    input Left: float[2]
                    input get_class: float[1]
                    input network_: float[1]
                    network { concat(left, Left, get_class, network_) -> dense(1) -> y }
                }
                """);

        assertThat(source)
                .contains("public record Input(float[] left, float[] left_2, float[] getClass_, float[] network_) {}")
                .contains("@param left {@link #LEFT_SIZE} values of {@code left: float[2]}: What stands left.")
                .contains("int LEFT_SIZE = 2;", "int LEFT_2_SIZE = 2;", "int GET_CLASS_SIZE = 1;")
                .contains("public float predict(Input input) {")
                .contains("""
                            public List<Float> predict(List<Input> inputs) {
                                var samples = inputs.stream()
                                        .map(input -> network.joined(input.left(), input.left_2(), input.getClass_(), input.network_()))
                                        .toList();
                                return network.values(samples).stream().map(values -> values[0]).toList();
                            }
                        """)
                .contains("network.value(input.left(), input.left_2(), input.getClass_(), input.network_())")
                .doesNotContain(" fit(", " evaluate(", "FIT");
    }

    @Test
    void linesStayShortWhateverTheNames() {
        var left = "left".repeat(8);
        var right = "right".repeat(7);
        var source = source("""
                model Input {
                    /// %3$s
                    input %1$s: float[8, 8, 3]
                    input %2$s: float[2]
                    target kind: class["%2$s, (%2$s", "b"]
                    network { concat(%1$s -> flatten, %2$s) -> dense(2) -> y }
                    loss sparse_categorical_crossentropy(y, kind)
                    optimizer sgd(learning_rate: 0.1)
                    fit { epochs: 2 }
                }
                """.formatted(left, right, "long ".repeat(50)));

        assertThat(source.lines()).allMatch(line -> line.length() <= 120);
        assertThat(source).contains("\"%1$s, (%1$s\")".formatted(right));
    }

    @Test
    void onlyWhatTheModelCanIsThere() {
        assertThat(source(network("", "")))
                .contains("public float[] predict(float[] x) {")
                .doesNotContain(" fit(", " evaluate(", "probabilities", "enum");
        assertThat(source(classes("\"a\", \"b\", \"c\"")))
                .contains(" evaluate(")
                .doesNotContain(" fit(");
    }

    @Test
    void aPackageThatJavaDoesNotAllowIsRefused() {
        assertThatThrownBy(() -> new Origin("com.2d.class", "x.model"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`com.2d.class` is not a valid name of a Java package");
    }
}
