package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.ParameterType;
import dev.updraft.compiler.check.evaluation.ArgumentBinder;
import dev.updraft.compiler.check.evaluation.Conversion;
import dev.updraft.compiler.check.evaluation.DiagnosticSink;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.LayerAssembly;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of inputs and targets: {@code float[32, 32, 3]}, {@code int[128]}, {@code class[10]}, {@code class["cat",
 * "dog"]}.
 */
record DataTypes(EvaluationScope evaluationScope) {
    /** Each has a name and scores of its own in memory; tasks of the field with more are not learnt by a plain softmax. */
    private static final int MOST_CLASSES = 1_000_000;

    /** The number of classes where the width of the prediction tells it. */
    static final int OPEN = 0;

    private static final List<String> NAMES_OF_CLASSES = List.of("class", "labels");

    private static final List<String> NAMES = List.of("float", "int", "class", "labels");

    /** What a target can be besides. */
    private static final String NUMBER = "number";

    private static final List<String> NAMES_OF_TARGETS = List.of("float", "int", "class", "labels", NUMBER);

    /** The shape of one sample of an input; null if there is none, which has been reported then. */
    @Nullable
    Shape input(SyntaxTree.Type type) {
        if (NAMES_OF_CLASSES.contains(type.name().text())) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            type.span(),
                            "an input cannot be %s, only numbers"
                                    .formatted(type.name().text().equals("class") ? "a class" : "labels"))
                    .withHelp("write its extents, as in float[32, 32, 3]"));
            return null;
        }
        return isKnown(type, NAMES) ? shape(type) : null;
    }

    /** What the elements of an input of a known type are. */
    static ElementType elements(SyntaxTree.Type type) {
        return type.name().text().equals("int") ? ElementType.INT32 : ElementType.REAL;
    }

    /**
     * What a target is; null if it is nothing, which has been reported then.
     *
     * @param ofWindow whether samples are windows of rows, and the target can be that of several rows
     */
    @Nullable
    TargetType target(SyntaxTree.Type type, boolean ofWindow) {
        if (!isKnown(type, NAMES_OF_TARGETS)) {
            return null;
        }
        if (type.name().text().equals(NUMBER)) {
            return number(type, ofWindow);
        }
        if (NAMES_OF_CLASSES.contains(type.name().text())) {
            return classes(type);
        }
        if (elements(type) == ElementType.INT32) {
            evaluationScope.report(
                    Diagnostic.error(Code.M0106, type.span(), "a target is real numbers or a class, not integers")
                            .withHelp("write float[extents] for numbers, or class[count] for one of several classes"));
            return null;
        }
        var shape = shape(type);
        return shape == null ? null : new TargetType.Reals(shape);
    }

    /** Brackets behind the first say where the classes are; nothing else has places. */
    private boolean hasPositions(SyntaxTree.Type type) {
        if (type.positions() == null || type.name().text().equals("class")) {
            return true;
        }
        evaluationScope.report(Diagnostic.error(
                        Code.M0106, type.span(), "only `class` takes a second shape, as in class[21][128, 128]")
                .withHelp("write the whole shape in the first brackets"));
        return false;
    }

    /** One number, whose unit the network does not have to know; of a window those of several rows. */
    private @Nullable TargetType number(SyntaxTree.Type type, boolean ofWindow) {
        if (type.arguments().isEmpty()) {
            return new TargetType.Reals(Shape.of(1));
        }
        if (ofWindow) {
            var shape = extents(type, type.arguments(), NUMBER, 1);
            return shape == null ? null : new TargetType.Reals(shape);
        }
        evaluationScope.report(Diagnostic.error(Code.M0106, type.span(), "`number` has no extents")
                .withHelp("write number, or float[extents] for several numbers in their own units"));
        return null;
    }

    /** The unit that a network predicts a target in; null if its arguments make no sense, which has been reported then. */
    @Nullable
    TargetUnit unit(SyntaxTree.Target target) {
        if (target.type().name().text().equals(NUMBER)) {
            return new ArgumentBinder(evaluationScope)
                    .bind(Catalog.NUMBER_TARGET, NUMBER, target.type().span(), target.arguments());
        }
        if (!target.arguments().isEmpty()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            target.arguments().getFirst().span(),
                            "a target of `%s` takes no arguments"
                                    .formatted(target.type().name().text()))
                    .withHelp("remove them"));
        }
        return TargetUnit.OWN;
    }

    private boolean isKnown(SyntaxTree.Type type, List<String> names) {
        var name = type.name();
        if (names.contains(name.text())) {
            return hasPositions(type);
        }
        var error = Diagnostic.error(Code.M0106, name.span(), "there is no type `%s`".formatted(name.text()));
        if (name.text().equals("bool") && names.contains(NUMBER)) {
            evaluationScope.report(
                    error.withHelp(
                            "a column of truth values is bool in an input; as a target write class[\"false\", \"true\"], with what its cells say"));
            return false;
        }
        error = error.withHelp(
                "types are float[extents], int[extents], class[count], class[\"name\", …], labels[count] and"
                        + " labels[\"name\", …]");
        evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), names));
        return false;
    }

    private @Nullable Shape shape(SyntaxTree.Type type) {
        return extents(type, type.arguments(), type.name().text(), ParameterType.Extents.MOST);
    }

    /**
     * The shape with these extents.
     *
     * @param what is written before them, for messages
     * @param most how many there may be
     */
    private @Nullable Shape extents(
            SyntaxTree.Type type, List<SyntaxTree.Expression> arguments, String what, int most) {
        if (arguments.isEmpty() || arguments.size() > most) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            type.span(),
                            String.format(
                                    Locale.ROOT,
                                    "`%s` expects 1 to %s extents, found %s",
                                    what,
                                    most,
                                    arguments.size()))
                    .withHelp("write the extents of one sample, as in float[32, 32, 3] or float[4]"));
            return null;
        }
        var dims = new ArrayList<Integer>();
        for (var argument : arguments) {
            if (count("extent", 1, argument) instanceof Integer extent) {
                dims.add(extent);
            }
        }
        if (dims.size() < arguments.size()) {
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

    /** Classes that exclude each other, or labels. */
    private @Nullable TargetType classes(SyntaxTree.Type type) {
        var ofLabels = type.name().text().equals("labels");
        if (!ofLabels && type.arguments().isEmpty() && type.positions() == null) {
            return new TargetType.Classes(OPEN, List.of());
        }
        var names = names(type, ofLabels ? 1 : 2);
        if (names == null) {
            return null;
        }
        var count = names.isEmpty() ? counted(type, ofLabels ? 1 : 2) : Integer.valueOf(names.size());
        if (count == null) {
            return null;
        }
        if (ofLabels) {
            return new TargetType.Labels(count, names);
        }
        var positions = type.positions() == null
                ? Shape.SCALAR
                : extents(type, type.positions(), "class[" + count + "]", ParameterType.Extents.MOST - 1);
        if (positions == null) {
            return null;
        }
        if (LayerAssembly.elements(positions) * count > Integer.MAX_VALUE) {
            evaluationScope.error(
                    Code.M0105,
                    type.span(),
                    String.format(
                            Locale.ROOT,
                            "%s classes at each position of %s have more than %s elements per sample",
                            count,
                            positions,
                            Integer.MAX_VALUE));
            return null;
        }
        return new TargetType.Classes(count, names, positions);
    }

    /** Names in quotes; empty where there is a number instead, null where there is neither. */
    private @Nullable List<String> names(SyntaxTree.Type type, int least) {
        var names = new ArrayList<String>();
        for (var argument : type.arguments()) {
            if (argument instanceof SyntaxTree.StringLiteral(var name, var _)) {
                names.add(name);
            }
        }
        if (names.isEmpty() && type.arguments().size() == 1) {
            return List.of();
        }
        var distinct = new HashSet<>(names).size();
        if (names.size() < least || names.size() < type.arguments().size() || distinct < names.size()) {
            var ofLabels = type.name().text().equals("labels");
            evaluationScope.report(Diagnostic.error(
                            Code.M0106,
                            type.span(),
                            ofLabels
                                    ? "`labels` expects a number of labels, or different names"
                                    : "`class` expects a number of classes, or at least two different names")
                    .withHelp(
                            ofLabels
                                    ? "write labels[3] or labels[\"rain\", \"snow\"]"
                                    : "write class[10] or class[\"cat\", \"dog\"]"));
            return null;
        }
        return names;
    }

    private @Nullable Integer counted(SyntaxTree.Type type, int least) {
        var place = type.arguments().getFirst();
        var count = count(type.name().text(), least, place);
        if (count instanceof Integer classes && classes > MOST_CLASSES) {
            evaluationScope.error(
                    Code.M0305,
                    place.span(),
                    "`%s` expects an integer from %s to %s, found %s"
                            .formatted(type.name().text(), least, MOST_CLASSES, classes));
            return null;
        }
        return count instanceof Integer classes ? classes : null;
    }

    private @Nullable Object count(String what, int least, SyntaxTree.Expression expression) {
        return new Conversion(evaluationScope, what)
                .convert(new ParameterType.Whole(least, Integer.MAX_VALUE), expression);
    }
}
