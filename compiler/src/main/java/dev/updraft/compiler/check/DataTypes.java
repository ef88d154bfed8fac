package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of inputs and targets: {@code float[32, 32, 3]}, {@code int[128]}, {@code class[10]}, {@code class["cat", "dog"]}. */
record DataTypes(EvaluationScope evaluationScope) {
    /** Each has a name and scores of its own in memory; tasks of the field with more are not learnt by a plain softmax. */
    private static final int MOST_CLASSES = 1_000_000;

    private static final List<String> NAMES = List.of("float", "int", "class");

    /** The shape of one sample of an input; null if there is none, which has been reported then. */
    @Nullable
    Shape input(SyntaxTree.Type type) {
        if (type.name().text().equals("class")) {
            evaluationScope.report(Diagnostic.error(Code.M0106, type.span(), "an input cannot be a class, only numbers")
                    .withHelp("write its extents, as in float[32, 32, 3]"));
            return null;
        }
        return isKnown(type) ? shape(type) : null;
    }

    /** What the elements of an input of a known type are. */
    static ElementType elements(SyntaxTree.Type type) {
        return type.name().text().equals("int") ? ElementType.INT32 : ElementType.REAL;
    }

    /** What a target is; null if it is nothing, which has been reported then. */
    @Nullable
    TargetType target(SyntaxTree.Type type) {
        if (!isKnown(type)) {
            return null;
        }
        if (type.name().text().equals("class")) {
            return classes(type);
        }
        if (elements(type) == ElementType.INT32) {
            evaluationScope.report(
                    Diagnostic.error(Code.M0106, type.span(), "a target is real numbers or a class, not whole numbers")
                            .withHelp("write float[extents] for numbers, or class[count] for one of several classes"));
            return null;
        }
        var shape = shape(type);
        return shape == null ? null : new TargetType.Reals(shape);
    }

    private boolean isKnown(SyntaxTree.Type type) {
        var name = type.name();
        if (NAMES.contains(name.text())) {
            return true;
        }
        var error = Diagnostic.error(Code.M0106, name.span(), "there is no type `%s`".formatted(name.text()))
                .withHelp("types are float[extents], int[extents], class[count] and class[\"name\", …]");
        evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), NAMES));
        return false;
    }

    private @Nullable Shape shape(SyntaxTree.Type type) {
        if (type.arguments().isEmpty() || type.arguments().size() > ParameterType.Extents.MOST) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            type.span(),
                            String.format(
                                    Locale.ROOT,
                                    "`%s` expects 1 to %s extents, found %s",
                                    type.name().text(),
                                    ParameterType.Extents.MOST,
                                    type.arguments().size()))
                    .withHelp("write the extents of one sample, as in float[32, 32, 3] or float[4]"));
            return null;
        }
        var dims = new ArrayList<Integer>();
        for (var argument : type.arguments()) {
            if (count("extent", 1, argument) instanceof Integer extent) {
                dims.add(extent);
            }
        }
        if (dims.size() < type.arguments().size()) {
            return null;
        }
        var shape = new Shape(dims);
        if (LayerAssembly.elements(shape) > Integer.MAX_VALUE) {
            evaluationScope.error(
                    Code.M0105,
                    type.span(),
                    String.format(Locale.ROOT, "%s has more than %s elements per sample", shape, Integer.MAX_VALUE));
            return null;
        }
        return shape;
    }

    private @Nullable TargetType classes(SyntaxTree.Type type) {
        var names = new ArrayList<String>();
        for (var argument : type.arguments()) {
            if (argument instanceof SyntaxTree.StringLiteral(var name, var _)) {
                names.add(name);
            }
        }
        if (names.isEmpty() && type.arguments().size() == 1) {
            var count = count("class", 2, type.arguments().getFirst());
            if (count instanceof Integer classes && classes > MOST_CLASSES) {
                evaluationScope.error(
                        Code.M0305,
                        type.arguments().getFirst().span(),
                        "`class` expects a whole number from 2 to %s, found %s".formatted(MOST_CLASSES, classes));
                return null;
            }
            return count instanceof Integer classes ? new TargetType.Classes(classes, List.of()) : null;
        }
        if (names.size() < 2 || names.size() < type.arguments().size() || new HashSet<>(names).size() < names.size()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            type.span(),
                            "`class` expects a number of classes, or at least two different names")
                    .withHelp("write class[10] or class[\"cat\", \"dog\"]"));
            return null;
        }
        return new TargetType.Classes(names.size(), names);
    }

    private @Nullable Object count(String what, int least, SyntaxTree.Expression expression) {
        return new Conversion(evaluationScope, what)
                .convert(new ParameterType.Whole(least, Integer.MAX_VALUE), expression);
    }
}
