package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Span;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@code .model} file says, as written. Every node knows its {@link Span}; nothing here has been checked. */
public sealed interface SyntaxTree {

    /** Where it is written. */
    Span span();

    /** The nodes that a node is made of, in order. */
    static Stream<SyntaxTree> parts(SyntaxTree node) {
        return Stream.of(node.getClass().getRecordComponents())
                .map(component -> value(node, component))
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.ofNullable(value))
                .filter(SyntaxTree.class::isInstance)
                .map(SyntaxTree.class::cast);
    }

    private static @Nullable Object value(SyntaxTree node, RecordComponent component) {
        try {
            return component.getAccessor().invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A name as written at one place. */
    record Name(String text, Span span) implements SyntaxTree {}

    /** A whole file. */
    record File(List<Import> imports, List<Model> models, List<Block> blocks, Span span) implements SyntaxTree {}

    /** {@code import "blocks.model"}; {@code pathSpan} is the string's own place. */
    record Import(String path, Span pathSpan, Span span) implements SyntaxTree {}

    /** {@code model Name(parameters) { … }}, with the text of its {@code ///} comment (may be empty). */
    record Model(String doc, Name name, List<Parameter> parameters, List<Member> members, Span span)
            implements SyntaxTree {}

    /** {@code block name(parameters) { statements }}, or {@code shared block …}, all uses of which have the same weights. */
    record Block(
            String doc, boolean shared, Name name, List<Parameter> parameters, List<Statement> statements, Span span)
            implements SyntaxTree {}

    /** {@code name: type = default}; a block's parameter without a type is a tensor. */
    record Parameter(
            Name name, @Nullable Name type, @Nullable Expression defaultValue, Span span) implements SyntaxTree {}

    /** A part of a model. */
    sealed interface Member extends SyntaxTree {}

    /** {@code input image: float[32, 32, 3]}. */
    record Input(String doc, Name name, Type type, Span span) implements Member {}

    /**
     * {@code input customer { columns }}: a group of columns of a table.
     *
     * @param rows what stands before the columns, {@code window(past: 48, order: time)}; null if nothing does
     */
    record Group(String doc, Name name, @Nullable Rows rows, List<Column> columns, Span span) implements Member {}

    /** {@code window(past: 48, order: time)}: which rows a sample is. */
    record Rows(Type type, List<Argument> arguments, Span span) implements SyntaxTree {}

    /** {@code tenure: number}; of several names before a colon one each. */
    record Column(String doc, Name name, Kind kind, Span span) implements SyntaxTree {}

    /**
     * {@code category["basic", "pro"](ordered: true) "Plan type"}.
     *
     * @param values the expressions between the brackets; null if there are no brackets
     * @param header the column's name in the header of a table; null if it is that of the declaration
     */
    record Kind(
            Name name,
            @Nullable List<Expression> values,
            List<Argument> arguments,
            @Nullable StringLiteral header,
            Span span)
            implements SyntaxTree {}

    /**
     * {@code target label: class[10]} or {@code class["cat", "dog"]} or {@code float[1]}.
     *
     * @param header the column's name in the header of a table; null if it is that of the declaration
     */
    record Target(
            String doc,
            Name name,
            Type type,
            List<Argument> arguments,
            @Nullable StringLiteral header,
            Span span) implements Member {}

    /**
     * {@code float[32, 32, 3]}, {@code class[21][128, 128]}.
     *
     * @param arguments the expressions between the brackets; none if there are no brackets
     * @param positions those between a second pair of brackets; null if there is none
     */
    record Type(
            Name name, List<Expression> arguments, @Nullable List<Expression> positions, Span span)
            implements SyntaxTree {}

    /** {@code network { … }}. */
    record Network(List<Statement> statements, Span span) implements Member {}

    /** {@code loss …}: a sum of terms. */
    record Loss(Expression value, Span span) implements Member {}

    /** {@code optimizer …}: a call, or a bare name. */
    record Optimizer(Expression value, Span span) implements Member {}

    /** {@code metrics accuracy, f1}: calls or bare names. */
    record Metrics(List<MetricEntry> entries, Span span) implements Member {}

    /** {@code f1} or {@code distance = mean(abs(a - b))}. */
    record MetricEntry(@Nullable Name name, Expression value, Span span) implements SyntaxTree {}

    /** {@code fit { key: value, … }}. */
    record Fit(List<Argument> settings, Span span) implements Member {}

    /** A line of a network or block. */
    sealed interface Statement extends SyntaxTree {}

    /** {@code name = value}: names a value, or gives a name a new value. */
    record Assignment(Name name, Expression value, Span span) implements Statement {}

    /** A value on its own, nearly always a chain. */
    record Evaluate(Expression value, Span span) implements Statement {}

    /** {@code repeat count { statements }}. */
    record Repeat(Expression count, List<Statement> body, Span span) implements Statement {}

    /** {@code return value}: what a block gives. */
    record Return(Expression value, Span span) implements Statement {}

    /** Anything with a value. */
    sealed interface Expression extends SyntaxTree {}

    /** {@code source -> stage -> stage}. */
    record Chain(Expression source, List<Stage> stages, Span span) implements Expression {}

    /** {@code 3}, {@code 0.5}, {@code 1e-7}; {@code integer} if it has neither point nor exponent. */
    record NumberLiteral(double value, boolean integer, Span span) implements Expression {}

    /** {@code "text"}, unescaped. */
    record StringLiteral(String value, Span span) implements Expression {}

    /** {@code true} or {@code false}. */
    record BooleanLiteral(boolean value, Span span) implements Expression {}

    /** {@code (3, 5)} or {@code [3, 5]}; parentheses around one expression are no list. */
    record ListLiteral(List<Expression> elements, Span span) implements Expression {}

    /** A bare name: a value, a parameter, or a word such as {@code relu} or {@code same}. */
    record Reference(Name name, Span span) implements Expression {}

    /** {@code customer.tenure}: a column of a group. */
    record ColumnReference(Name group, Name column, Span span) implements Expression {}

    /** {@code name(arguments)}. */
    record Call(Name name, List<Argument> arguments, Span span) implements Expression {}

    /** {@code -value}. */
    record Negate(Expression value, Span span) implements Expression {}

    /** {@code not value}. */
    record Not(Expression value, Span span) implements Expression {}

    /**
     * {@code left + right} and the like.
     *
     * @param symbol the place of the operator
     */
    record Binary(Operator operator, Expression left, Expression right, Span symbol, Span span) implements Expression {}

    /**
     * {@code value[:, 0]}.
     *
     * @param operator the place of the brackets
     */
    record Subscript(Expression value, List<Slice> slices, Span operator, Span span) implements Expression {}

    /** What stands between commas in a {@link Subscript}. */
    sealed interface Slice extends SyntaxTree {}

    /** {@code -1}: one place of an axis, which goes away. */
    record Index(Expression value, Span span) implements Slice {}

    /** {@code 1:3}, {@code :3}, {@code 1:} or {@code :}; the place at {@code end} is not in it. */
    record Range(@Nullable Expression start, @Nullable Expression end, Span span) implements Slice {}

    /** {@code ...}: all of as many axes as the others leave. */
    record Ellipsis(Span span) implements Slice {}

    /** Binary operators, loosest first. */
    enum Operator {
        OR("or"),
        AND("and"),
        LESS("<"),
        LESS_EQUAL("<="),
        GREATER(">"),
        GREATER_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!="),
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        POWER("**");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** {@code value} or {@code name: value}. */
    record Argument(@Nullable Name name, Expression value, Span span) implements SyntaxTree {}

    /** What follows an arrow. */
    sealed interface Stage extends SyntaxTree {}

    /** {@code -> dense(10)} or {@code -> flatten}: applies a layer or block; a last bare name may name the result. */
    record Apply(Name name, List<Argument> arguments, boolean parenthesized, Span span) implements Stage {}

    /** {@code -> repeat 3 { conv2d(64) -> relu }}. */
    record RepeatStages(Expression count, List<Stage> stages, Span span) implements Stage {}
}
