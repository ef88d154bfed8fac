package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.emit.typed.Origin;
import dev.updraft.compiler.emit.typed.TypedClass;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Whatever a model, its inputs, its target and its classes are called, its class compiles without a warning. */
class GeneratedNamesTest {

    /** What the language allows as a name: of Java, of the generated classes, of what those use, and near each other. */
    private static final List<String> NAMES = List.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum extends"
                            + " final finally float for goto if implements import instanceof int interface long native new"
                            + " package private protected public return short static strictfp super switch synchronized this"
                            + " throw throws transient try void volatile while true false null _ __ _1 _a a_ A_"
                            + " var yield record sealed permits non exports module open opens provides requires to transitive"
                            + " uses when with of load create fit evaluate predict probabilities batch save summary model"
                            + " compiled close FIT PARAMETERS SOURCE TEXT Fit Parameters parameters text Text source"
                            + " Label label values VALUES valueOf name NAME ordinal hashCode hash_code toString to_string"
                            + " equals wait notify notifyAll getClass get_class clone finalize compareTo describeConstable"
                            + " network Network samples SAMPLE SAMPLE_SIZE number inputs Inputs input Input INPUT data options"
                            + " listeners weights calls device packed String string Object Float Integer Number Enum Record"
                            + " Override SuppressWarnings Deprecated AutoCloseable IllegalArgumentException System Path path List Batching"
                            + " CompiledModel Device Model TypedModel Updraft SampleValues Dataset History Evaluation"
                            + " FitOptions TrainingListener MemorySegment BufferedImage java Java dev Dev com example updraft"
                            + " iris Iris IRIS i I x X x_SIZE X_SIZE X_VALUES X_CLASSES X_HEIGHT SIZE HEIGHT bodyMass"
                            + " body_mass BODY_MASS BodyMass body__mass x2 x_2 X_2 value Value VALUE main Main")
                    .split(" "));

    private static final List<String> LABELS = List.of(
            "",
            " ",
            "1",
            "2",
            "_1",
            "a-b",
            "a_b",
            "a b",
            "aB",
            "AB",
            "A_B",
            "A_B_2",
            "a.b",
            "-",
            "?",
            "value",
            "VALUE",
            "text",
            "TEXT",
            "values",
            "String",
            "name",
            "ordinal",
            "class",
            "int",
            "$VALUES",
            "$",
            "ß",
            "SS",
            "ı",
            "i",
            "İ",
            "ŉ",
            "é",
            "e\u0301",
            "猫",
            "日本",
            "𠀋",
            "\uD83D\uDE00",
            "\u202E",
            "\uD800",
            "\\",
            "\\u0041",
            "\\u000a",
            "\"",
            "*/",
            "\n",
            "\0",
            "%s",
            "%",
            "ǆ",
            "ﬃ",
            "٣",
            "x\u0660");

    private static final String SINGLE = """
            model Net(width: int = 3) {
                input a: float[4]
                target kind: class[3]
                network { a -> dense(width) -> y }
                loss sparse_categorical_crossentropy(y, kind)
                optimizer sgd
            }
            """;

    private static final List<String> MODELS = List.of(
            SINGLE,
            SINGLE.replace("float[4]", "float[2, 2, 3]").replace("a ->", "a -> flatten ->"),
            SINGLE.replace("class[3]", "float[3]").replace("sparse_categorical_crossentropy", "mse"),
            SINGLE.replace("input a: float[4]", "input a: float[4]\n input b: float[1]\n input c: float[2, 2, 3]")
                    .replace("a ->", "concat(a, b, c -> flatten) ->"));

    private static final List<LayerGraph> GRAPHS =
            MODELS.stream().map(GeneratedNamesTest::graph).toList();

    /**
     * What a model is called, and its parts.
     *
     * @param inputs of which as many are used as the model has
     * @param labels of the classes; none if they have numbers
     */
    record Names(int graph, String model, List<String> inputs, String target, List<String> labels) {}

    private static LayerGraph graph(String text) {
        try {
            var file = Files.createTempFile("named", ".model");
            try {
                return Updraft.compile(Files.writeString(file, text)).layers();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LayerGraph named(Names names) {
        var graph = GRAPHS.get(names.graph());
        var inputs = new ArrayList<Input>();
        for (var input : graph.inputs()) {
            inputs.add(new Input(names.inputs().get(inputs.size()), "", input.shape(), input.span()));
        }
        var target = graph.targets().getFirst();
        var type =
                target.type() instanceof TargetType.Classes && !names.labels().isEmpty()
                        ? new TargetType.Classes(names.labels().size(), names.labels())
                        : target.type();
        var renamed = new Target(names.target(), "", type, target.span());
        return new LayerGraph(
                names.model(),
                graph.doc(),
                Map.of(names.target(), names.model()),
                inputs,
                List.of(renamed),
                graph.layers(),
                List.of(TestGraphs.of(graph.outputs().getFirst(), renamed)),
                graph.losses(),
                graph.metrics(),
                graph.optimizer(),
                graph.fit(),
                graph.places(),
                graph.names());
    }

    private static void compile(List<Names> all) throws IOException {
        var folder = Files.createTempDirectory("named");
        try {
            var project = new JavaProject(folder);
            var number = 0;
            for (var names : all) {
                var generated = TypedClass.emit(named(names), new Origin("named.p" + number++, "named.model"));
                project.program(generated.sourcePath(), generated.source());
            }
            project.compile("US-ASCII");
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void everyNameServesInEveryPlace() throws IOException {
        var all = new ArrayList<Names>();
        for (var name : NAMES) {
            var first = List.of(name, "left", "right");
            all.add(new Names(0, "Net", List.of("x"), name, List.of("a", name)));
            all.add(new Names(1 + all.size() % 2, name, List.of(name), name, List.of(name)));
            all.add(new Names(3, name, first, name, List.of(name, "b")));
        }

        compile(all);
    }

    @Test
    void classesThatDifferInWhatJavaHasNoLettersForAreConstantsOfTheirOwn() throws IOException {
        var names = new Names(0, "Net", List.of("x"), "kind", LABELS);

        compile(List.of(names));

        var source =
                TypedClass.emit(named(names), new Origin("", "named.model")).source();
        assertThat(source.lines().filter(line -> line.matches("        \\S+\\(\".*\"\\)[,;]")))
                .hasSize(LABELS.size());
    }

    // Each try is a run of javac.
    @Property(tries = 8, shrinking = ShrinkingMode.BOUNDED)
    void namesServeTogether(@ForAll("several") List<Names> all) throws IOException {
        compile(all);
    }

    @Provide
    Arbitrary<List<Names>> several() {
        var names = Arbitraries.of(NAMES);
        var labels = Arbitraries.oneOf(
                Arbitraries.of(LABELS), names, Arbitraries.strings().ofMaxLength(5));
        return Combinators.combine(
                        Arbitraries.integers().between(0, GRAPHS.size() - 1),
                        names,
                        names.list().uniqueElements().ofSize(3),
                        names,
                        labels.list().uniqueElements().ofMaxSize(12))
                .as(Names::new)
                // The language has one name for one thing.
                .filter(all -> !new HashSet<>(all.inputs()).contains(all.target()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Test
    void theNamesAreThoseThatTheLanguageAllows() {
        assertThat(NAMES).allMatch(name -> name.matches("\\w+"));
        assertThat(LABELS).doesNotHaveDuplicates();
    }
}
