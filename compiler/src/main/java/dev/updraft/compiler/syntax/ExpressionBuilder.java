package dev.updraft.compiler.syntax;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import dev.updraft.grammar.ModelLexer;
import dev.updraft.grammar.ModelParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** The part of {@link TreeBuilder} for expressions and the stages of chains. */
final class ExpressionBuilder {

    private final Source source;

    ExpressionBuilder(Source source) {
        this.source = source;
    }

    /** The name that a rule consists of. */
    SyntaxTree.Name name(ParserRuleContext name) {
        return new SyntaxTree.Name(source.text(name.getStart()), source.span(name));
    }

    SyntaxTree.Expression expression(ModelParser.ExpressionContext expression) {
        return operations(expression);
    }

    SyntaxTree.Expression sum(ModelParser.SumContext sum) {
        return operations(sum);
    }

    SyntaxTree.Expression opening(ModelParser.OpeningContext opening) {
        return operations(opening);
    }

    List<SyntaxTree.Expression> elements(ModelParser.ElementsContext elements) {
        return elements.expression().stream().map(this::expression).toList();
    }

    /** {@code operand (operator operand)*}, grouped to the left; arrows come last, and make the value a chain. */
    private SyntaxTree.Expression operations(ParserRuleContext rule) {
        var value = operand(rule.getChild(0));
        var stages = new ArrayList<SyntaxTree.Stage>();
        for (var i = 1; i < rule.getChildCount(); i += 2) {
            var operator = operator(rule.getChild(i));
            var right = rule.getChild(i + 1);
            if (operator == null) {
                stages.add(stage((ModelParser.StageContext) right));
            } else {
                var operand = operand(right);
                var symbol = source.span(((TerminalNode) rule.getChild(i)).getSymbol());
                value = new SyntaxTree.Binary(
                        operator, value, operand, symbol, value.span().to(operand.span()));
            }
        }
        return stages.isEmpty() ? value : new SyntaxTree.Chain(value, List.copyOf(stages), source.span(rule));
    }

    private static @Nullable Operator operator(ParseTree symbol) {
        return switch (((TerminalNode) symbol).getSymbol().getType()) {
            case ModelLexer.OR -> Operator.OR;
            case ModelLexer.AND -> Operator.AND;
            case ModelLexer.LESS -> Operator.LESS;
            case ModelLexer.LESS_EQUAL -> Operator.LESS_EQUAL;
            case ModelLexer.GREATER -> Operator.GREATER;
            case ModelLexer.GREATER_EQUAL -> Operator.GREATER_EQUAL;
            case ModelLexer.EQUAL -> Operator.EQUAL;
            case ModelLexer.NOT_EQUAL -> Operator.NOT_EQUAL;
            case ModelLexer.PLUS -> Operator.ADD;
            case ModelLexer.MINUS -> Operator.SUBTRACT;
            case ModelLexer.TIMES -> Operator.MULTIPLY;
            case ModelLexer.DIVIDE -> Operator.DIVIDE;
            default -> null;
        };
    }

    private SyntaxTree.Expression operand(ParseTree operand) {
        return switch (operand) {
            case ModelParser.DisjunctionContext disjunction -> operations(disjunction);
            case ModelParser.ConjunctionContext conjunction -> operations(conjunction);
            case ModelParser.NegationContext negation -> negation(negation);
            case ModelParser.ComparisonContext comparison -> operations(comparison);
            case ModelParser.SumContext sum -> operations(sum);
            case ModelParser.ProductContext product -> operations(product);
            case ModelParser.FactorContext factor -> factor(factor);
            case ModelParser.NamedContext named ->
                power(subscript(call(named.call()), named.slices()), named.exponent());
            default -> throw new IllegalStateException("no operand: " + operand);
        };
    }

    private SyntaxTree.Expression negation(ModelParser.NegationContext negation) {
        var value = operations(negation.comparison());
        for (var word : negation.NOT().reversed()) {
            value = new SyntaxTree.Not(value, source.span(word.getSymbol()).to(source.span(negation)));
        }
        return value;
    }

    private SyntaxTree.Expression factor(ModelParser.FactorContext factor) {
        var power = factor.power();
        return signed(factor.MINUS(), power(subscript(power.subscript()), power.exponent()));
    }

    private SyntaxTree.Expression signed(List<TerminalNode> signs, SyntaxTree.Expression value) {
        var result = value;
        for (var sign : signs.reversed()) {
            result = new SyntaxTree.Negate(result, source.span(sign.getSymbol()).to(value.span()));
        }
        return result;
    }

    /** {@code base ** exponent ** …}, grouped to the right. */
    private SyntaxTree.Expression power(SyntaxTree.Expression base, List<ModelParser.ExponentContext> exponents) {
        SyntaxTree.@Nullable Binary power = null;
        for (var i = exponents.size() - 1; i >= 0; i--) {
            var operand = i == 0 ? base : subscript(exponents.get(i - 1).subscript());
            var exponent = exponents.get(i);
            var right = signed(exponent.MINUS(), power == null ? subscript(exponent.subscript()) : power);
            power = new SyntaxTree.Binary(
                    Operator.POWER,
                    operand,
                    right,
                    source.span(exponent.POWER().getSymbol()),
                    operand.span().to(right.span()));
        }
        return power == null ? base : power;
    }

    private SyntaxTree.Expression subscript(ModelParser.SubscriptContext subscript) {
        return subscript(primary(subscript.primary()), subscript.slices());
    }

    /** {@code value[slices][slices]…}. */
    private SyntaxTree.Expression subscript(SyntaxTree.Expression of, List<ModelParser.SlicesContext> brackets) {
        var value = of;
        for (var slices : brackets) {
            var place = source.span(slices);
            var parts = slices.slice().stream().map(this::slice).toList();
            value = new SyntaxTree.Subscript(value, parts, place, value.span().to(place));
        }
        return value;
    }

    private SyntaxTree.Slice slice(ModelParser.SliceContext slice) {
        var span = source.span(slice);
        if (slice.ELLIPSIS() != null) {
            return new SyntaxTree.Ellipsis(span);
        }
        var colon = slice.COLON();
        if (colon == null) {
            return new SyntaxTree.Index(expression(slice.expression(0)), span);
        }
        SyntaxTree.@Nullable Expression start = null;
        SyntaxTree.@Nullable Expression end = null;
        for (var bound : slice.expression()) {
            if (bound.getStart().getTokenIndex() < colon.getSymbol().getTokenIndex()) {
                start = expression(bound);
            } else {
                end = expression(bound);
            }
        }
        return new SyntaxTree.Range(start, end, span);
    }

    private SyntaxTree.Expression primary(ModelParser.PrimaryContext primary) {
        var token = primary.getStart();
        var span = source.span(primary);
        return switch (primary.getChild(0)) {
            case ModelParser.CallContext call -> call(call);
            case ModelParser.ListContext list -> list(list);
            case ModelParser.ParenthesesContext parentheses -> parentheses(parentheses);
            case TerminalNode _ ->
                switch (token.getType()) {
                    case ModelLexer.INTEGER -> number(token, true, span);
                    case ModelLexer.DECIMAL -> number(token, false, span);
                    case ModelLexer.STRING -> new SyntaxTree.StringLiteral(Literals.string(source.text(token)), span);
                    default -> new SyntaxTree.BooleanLiteral(token.getType() == ModelLexer.TRUE, span);
                };
            case ParseTree other -> throw new IllegalStateException("no primary: " + other);
        };
    }

    private SyntaxTree.NumberLiteral number(Token token, boolean integer, Span span) {
        return new SyntaxTree.NumberLiteral(Literals.number(source.text(token)).orElse(0), integer, span);
    }

    private SyntaxTree.Expression call(ModelParser.CallContext call) {
        var name = name(call.name());
        if (call.columnName() != null) {
            return new SyntaxTree.ColumnReference(name, name(call.columnName()), source.span(call));
        }
        var arguments = call.arguments();
        return arguments == null
                ? new SyntaxTree.Reference(name, name.span())
                : new SyntaxTree.Call(name, arguments(arguments), source.span(call));
    }

    List<SyntaxTree.Argument> arguments(ModelParser.ArgumentsContext arguments) {
        return arguments.argument().stream().map(this::argument).toList();
    }

    private SyntaxTree.Argument argument(ModelParser.ArgumentContext argument) {
        var span = source.span(argument);
        if (argument.COLON() == null) {
            return new SyntaxTree.Argument(null, expression(argument.expression()), span);
        }
        var name = argument.word() == null ? name(argument.expression()) : name(argument.word());
        return new SyntaxTree.Argument(name, given(argument.given()), span);
    }

    private SyntaxTree.Expression given(ModelParser.GivenContext given) {
        return given.LOSS() == null
                ? expression(given.expression())
                : new SyntaxTree.Reference(name(given), source.span(given));
    }

    private SyntaxTree.Expression list(ModelParser.ListContext list) {
        return new SyntaxTree.ListLiteral(elements(list.elements()), source.span(list));
    }

    /** {@code (value)} is the value itself, {@code (value,)} a list of one. */
    private SyntaxTree.Expression parentheses(ModelParser.ParenthesesContext parentheses) {
        var elements = elements(parentheses.elements());
        return elements.size() == 1 && parentheses.elements().getChildCount() == 1
                ? elements.getFirst()
                : new SyntaxTree.ListLiteral(elements, source.span(parentheses));
    }

    private SyntaxTree.Stage stage(ModelParser.StageContext stage) {
        var repeat = stage.repeatStages();
        if (repeat != null) {
            var stages = repeat.stage().stream().map(this::stage).toList();
            return new SyntaxTree.RepeatStages(sum(repeat.sum()), stages, source.span(repeat));
        }
        var call = stage.call();
        var name = name(call.name());
        var arguments = call.arguments();
        return new SyntaxTree.Apply(
                name, arguments == null ? List.of() : arguments(arguments), arguments != null, source.span(call));
    }
}
