package dev.updraft.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.syntax.SyntaxTree.Apply;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import dev.updraft.compiler.syntax.SyntaxTree.Assignment;
import dev.updraft.compiler.syntax.SyntaxTree.Binary;
import dev.updraft.compiler.syntax.SyntaxTree.BooleanLiteral;
import dev.updraft.compiler.syntax.SyntaxTree.Call;
import dev.updraft.compiler.syntax.SyntaxTree.Chain;
import dev.updraft.compiler.syntax.SyntaxTree.Evaluate;
import dev.updraft.compiler.syntax.SyntaxTree.Expression;
import dev.updraft.compiler.syntax.SyntaxTree.Fit;
import dev.updraft.compiler.syntax.SyntaxTree.Input;
import dev.updraft.compiler.syntax.SyntaxTree.ListLiteral;
import dev.updraft.compiler.syntax.SyntaxTree.Metrics;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import dev.updraft.compiler.syntax.SyntaxTree.Negate;
import dev.updraft.compiler.syntax.SyntaxTree.Network;
import dev.updraft.compiler.syntax.SyntaxTree.NumberLiteral;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import dev.updraft.compiler.syntax.SyntaxTree.Reference;
import dev.updraft.compiler.syntax.SyntaxTree.Repeat;
import dev.updraft.compiler.syntax.SyntaxTree.RepeatStages;
import dev.updraft.compiler.syntax.SyntaxTree.Return;
import dev.updraft.compiler.syntax.SyntaxTree.Statement;
import dev.updraft.compiler.syntax.SyntaxTree.StringLiteral;
import dev.updraft.compiler.syntax.SyntaxTree.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

    private static final String CIFAR10 = """
            import "blocks.model"

            /// The convolutional network
            /// of the tutorials.
            model Cifar10(width: int = 32) {
                /// Red, green and blue.
                input  image: float[32, 32, 3]
                target label: class[10]

                network {
                    image
                        -> rescale(1/255)
                        -> conv2d(width, kernel: 3, activation: relu)   // a comment
                        -> flatten
                        -> logits
                }

                loss      sparse_categorical_crossentropy(logits, label)
                optimizer adam(learning_rate: 1e-3)
                metrics   accuracy, f1

                fit { epochs: 10, batch_size: 32, validation_split: 0.1, device: auto }
            }

            block residual(x, filters: int, stride: int = 1) {
                main     = x -> conv2d(filters, kernel: 3, stride: stride, padding: same) -> batch_norm -> relu
                             -> conv2d(filters, kernel: 3, padding: same) -> batch_norm
                shortcut = x -> conv2d(filters, kernel: 1, stride: stride)
                return relu(main + shortcut)
            }
            """;

    @Test
    void aFileHasImportsModelsAndBlocks() {
        var file = parse(CIFAR10);
        assertThat(file.imports()).singleElement().satisfies(imported -> {
            assertThat(imported.path()).isEqualTo("blocks.model");
            assertThat(imported.pathSpan().text()).isEqualTo("\"blocks.model\"");
            assertThat(imported.span().text()).isEqualTo("import \"blocks.model\"");
        });
        assertThat(file.models()).extracting(model -> model.name().text()).containsExactly("Cifar10");
        assertThat(file.blocks()).extracting(block -> block.name().text()).containsExactly("residual");
        assertThat(file.span().text()).isEqualTo(CIFAR10);
    }

    @Test
    void aModelHasTheCommentBeforeItAndItsParameters() {
        var model = parse(CIFAR10).models().getFirst();
        assertThat(model.doc()).isEqualTo("The convolutional network\nof the tutorials.");
        assertThat(model.parameters()).singleElement().satisfies(parameter -> {
            assertThat(parameter.name().text()).isEqualTo("width");
            assertThat(parameter.type()).extracting(Name::text).isEqualTo("int");
            assertThat(show(Objects.requireNonNull(parameter.defaultValue()))).isEqualTo("32");
            assertThat(parameter.span().text()).isEqualTo("width: int = 32");
        });
    }

    @Test
    void aModelHasItsPartsInOrder() {
        var members = parse(CIFAR10).models().getFirst().members();
        assertThat(members)
                .extracting(member -> member.getClass().getSimpleName())
                .containsExactly("Input", "Target", "Network", "Loss", "Optimizer", "Metrics", "Fit");
        var input = (Input) members.get(0);
        assertThat(input.doc()).isEqualTo("Red, green and blue.");
        assertThat(input.type().arguments()).extracting(ParserTest::show).containsExactly("32", "32", "3");
        assertThat(((Target) members.get(1)).type().name().text()).isEqualTo("class");
        assertThat(((Metrics) members.get(5)).entries().stream().map(SyntaxTree.MetricEntry::value))
                .extracting(ParserTest::show)
                .containsExactly("accuracy", "f1");
        assertThat(((Fit) members.get(6)).settings())
                .extracting(ParserTest::show)
                .containsExactly("epochs: 10", "batch_size: 32", "validation_split: 0.1", "device: auto");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-x ** 2 | -(x ** 2)",
                "x ** -y ** 2 * 3 | ((x ** -(y ** 2)) * 3)",
                "a or b and not c < d + 1 | (a or (b and not (c < (d + 1))))",
                "not not a | not not a",
                "x[:, 1:3][..., -1] ** 2 | (x[:, 1:3][..., -1] ** 2)",
                "x - y == z -> f | ((x - y) == z) -> f",
                "-x[0] | -x[0]",
            })
    void operatorsBindAsInPython(String written, String meant) {
        assertThat(expression(written)).isEqualTo(meant);
    }

    @Test
    void aChainMayGoOverLinesAndCommentsInIt() {
        var network = (Network) parse(CIFAR10).models().getFirst().members().get(2);
        assertThat(network.statements())
                .extracting(ParserTest::show)
                .containsExactly("image -> rescale((1 / 255)) -> conv2d(width, kernel: 3, activation: relu)"
                        + " -> flatten -> logits");
    }

    @Test
    void aBlockHasNamedValuesAndAResult() {
        var block = parse(CIFAR10).blocks().getFirst();
        assertThat(block.parameters())
                .extracting(parameter -> parameter.type() == null)
                .containsExactly(true, false, false);
        assertThat(block.statements())
                .extracting(ParserTest::show)
                .containsExactly(
                        "main = x -> conv2d(filters, kernel: 3, stride: stride, padding: same) -> batch_norm -> relu"
                                + " -> conv2d(filters, kernel: 3, padding: same) -> batch_norm",
                        "shortcut = x -> conv2d(filters, kernel: 1, stride: stride)",
                        "return relu((main + shortcut))");
    }

    @Test
    void aBlockMayBeShared() {
        var blocks = parse("/// Twice.\nshared block a(x) { return x } block b(x) { return x }")
                .blocks();

        assertThat(blocks).extracting(SyntaxTree.Block::shared).containsExactly(true, false);
        assertThat(blocks.getFirst().doc()).isEqualTo("Twice.");
        assertThat(blocks.getFirst().span().text()).startsWith("shared block a");
    }

    /** Models had values of that name before it was a word. */
    @Test
    void sharedIsANameWhereverNoBlockFollows() {
        var file = parse("""
                model shared(shared: int = 1) {
                    input shared: float[3]
                    network {
                        shared = shared -> shared(shared, shared: shared) -> shared
                        shared -> shared
                    }
                }
                block shared(shared) { return shared }
                shared block block_of(shared) { return shared }
                """);

        assertThat(file.blocks()).extracting(SyntaxTree.Block::shared).containsExactly(false, true);
        assertThat(file.blocks()).extracting(block -> block.name().text()).containsExactly("shared", "block_of");
    }

    @Test
    void repeatIsAStatementAndAStage() {
        var statements = parse("block b(x) { repeat 2 * n { y = x -> repeat 3 { dense(4) -> relu } -> z } }")
                .blocks()
                .getFirst()
                .statements();
        assertThat(statements)
                .extracting(ParserTest::show)
                .containsExactly("repeat (2 * n) { y = x -> repeat 3 { dense(4) -> relu } -> z }");
    }

    @Test
    void classesMayBeNamed() {
        var model = parse("model M { target pet: class[\"cat\", \"a \\\"dog\\\"\",] }")
                .models()
                .getFirst();
        var type = ((Target) model.members().getFirst()).type();
        assertThat(type.arguments()).extracting(ParserTest::show).containsExactly("\"cat\"", "\"a \"dog\"\"");
    }

    @Test
    void wordsOfTheLanguageMayNameArguments() {
        assertThat(expression("f(input: 1, model: 2, repeat: x -> g)"))
                .isEqualTo("f(input: 1, model: 2, repeat: x -> g)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 + 2 * 3              | (1 + (2 * 3))
            1 - 2 - 3              | ((1 - 2) - 3)
            (1 - 2) * -3           | ((1 - 2) * -3)
            --a / b                | (--a / b)
            a + b -> relu          | (a + b) -> relu
            a + (b -> relu)        | (a + b -> relu)
            (3, 5)                 | [3, 5]
            (3,)                   | [3]
            (3)                    | 3
            []                     | []
            [[1, 2], (x)]          | [[1, 2], x]
            .5 + 1. + 1e-7         | ((0.5 + 1.0) + 1.0E-7)
            true                   | true
            f()                    | f()
            f(a, k: (1, 2),)       | f(a, k: [1, 2])
            """)
    void expressionsGroupAsInArithmetic(String written, String meant) {
        assertThat(expression(written)).isEqualTo(meant);
    }

    @Test
    void spansAreInUtf16UnitsBeyondTheBasicPlane() {
        var file = parse("// 🙂 𝄞\nmodel M { target t: class[\"🙂\", \"b\"] }");
        var type = ((Target) file.models().getFirst().members().getFirst()).type();
        assertThat(type.arguments())
                .extracting(argument -> argument.span().text())
                .containsExactly("\"🙂\"", "\"b\"");
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreBlank() {
        assertThat(parse("\uFEFFmodel M {\r\n  optimizer adam\r\n}\r\n").models())
                .hasSize(1);
    }

    private static SyntaxTree.File parse(String text) {
        var diagnostics = new Diagnostics();
        var file = Parser.parse(new SourceFile("test.model", text), diagnostics);
        assertThat(diagnostics.all()).isEmpty();
        return file;
    }

    private static String expression(String text) {
        var block = parse("block b(x) { return " + text + " }").blocks().getFirst();
        var value = ((Return) block.statements().getFirst()).value();
        return show(value);
    }

    private static String show(Statement statement) {
        return switch (statement) {
            case Assignment(var name, var value, var _) -> name.text() + " = " + show(value);
            case Evaluate(var value, var _) -> show(value);
            case Repeat(var count, var body, var _) ->
                "repeat " + show(count) + " { "
                        + body.stream().map(ParserTest::show).collect(Collectors.joining("; ")) + " }";
            case Return(var value, var _) -> "return " + show(value);
        };
    }

    private static String show(Expression expression) {
        return switch (expression) {
            case Chain(var source, var stages, var _) -> show(source) + " -> " + showStages(stages);
            case NumberLiteral(var value, var integer, var _) ->
                integer ? Long.toString((long) value) : Double.toString(value);
            case StringLiteral(var value, var _) -> '"' + value + '"';
            case BooleanLiteral(var value, var _) -> Boolean.toString(value);
            case ListLiteral(var elements, var _) ->
                elements.stream().map(ParserTest::show).toList().toString();
            case Reference(var name, var _) -> name.text();
            case SyntaxTree.ColumnReference(var group, var column, var _) -> group.text() + "." + column.text();
            case Call(var name, var arguments, var _) -> name.text() + "(" + showArguments(arguments) + ")";
            case Negate(var value, var _) -> "-" + show(value);
            case SyntaxTree.Not(var value, var _) -> "not " + show(value);
            case SyntaxTree.Subscript(var value, var slices, var _, var _) ->
                show(value)
                        + slices.stream().map(slice -> slice.span().text()).collect(Collectors.joining(", ", "[", "]"));
            case Binary(Operator operator, var left, var right, var _, var _) ->
                "(" + show(left) + " " + operator.symbol() + " " + show(right) + ")";
        };
    }

    private static String show(Argument argument) {
        return (argument.name() == null ? "" : argument.name().text() + ": ") + show(argument.value());
    }

    private static String showArguments(List<Argument> arguments) {
        return arguments.stream().map(ParserTest::show).collect(Collectors.joining(", "));
    }

    private static String showStages(List<SyntaxTree.Stage> stages) {
        return stages.stream()
                .map(stage -> switch (stage) {
                    case Apply(var name, var arguments, var parenthesized, var _) ->
                        name.text() + (parenthesized ? "(" + showArguments(arguments) + ")" : "");
                    case RepeatStages(var count, var repeated, var _) ->
                        "repeat " + show(count) + " { " + showStages(repeated) + " }";
                })
                .collect(Collectors.joining(" -> "));
    }
}
