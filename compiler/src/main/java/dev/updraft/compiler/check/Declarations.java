package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.Scope;
import dev.updraft.compiler.check.evaluation.Value;
import dev.updraft.compiler.check.evaluation.Value.Goal;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.compiler.syntax.SyntaxTree.Model;
import dev.updraft.compiler.syntax.SyntaxTree.Name;
import dev.updraft.compiler.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes into a model and what it learns: names that its network and its loss use. */
record Declarations(EvaluationScope evaluationScope) {

    /** The inputs, in the order of the file. */
    List<Input> inputs(Model model) {
        var inputs = new ArrayList<Input>();
        var any = false;
        for (var member : model.members()) {
            switch (member) {
                case SyntaxTree.Input input -> {
                    any = true;
                    var shape = new DataTypes(evaluationScope).input(input.type());
                    var declared = shape == null
                            ? null
                            : new Input(
                                    input.name().text(),
                                    input.doc(),
                                    shape.inBatch(),
                                    DataTypes.elements(input.type()),
                                    input.span());
                    define(input.name(), declared, inputs);
                }
                case SyntaxTree.Group group -> {
                    any = true;
                    var columns = new Columns(evaluationScope).of(group);
                    var declared = columns == null
                            ? null
                            : new Input(
                                    group.name().text(),
                                    group.doc(),
                                    columns.shape().inBatch(),
                                    ElementType.REAL,
                                    columns,
                                    group.span());
                    define(group.name(), declared, inputs);
                }
                case SyntaxTree.Member _ -> {}
            }
        }
        if (!any) {
            evaluationScope.report(Diagnostic.error(Code.M0410, model.name().span(), "the model has no input")
                    .withHelp("declare an input, as in input image: float[32, 32, 3]"));
        }
        return inputs;
    }

    /** @param input null if something is wrong with it, which has been reported then */
    private void define(Name name, @Nullable Input input, List<Input> inputs) {
        if (!isFree(name)) {
            return;
        }
        if (input != null) {
            inputs.add(input);
            evaluationScope.checkContext().layers().reserve(input.name());
        }
        evaluationScope
                .scope()
                .define(name.text(), Scope.Kind.INPUT, input == null ? Value.UNKNOWN : new Tensor(input), name.span());
    }

    /** The targets, in the order of the file. */
    List<Target> targets(Model model) {
        var targets = new ArrayList<Target>();
        var ofWindow = Checker.of(model, SyntaxTree.Group.class).stream().anyMatch(group -> group.rows() != null);
        for (var declared : Checker.of(model, SyntaxTree.Target.class)) {
            var type = new DataTypes(evaluationScope).target(declared.type(), ofWindow);
            var name = declared.name().text();
            if (!isFree(declared.name())) {
                continue;
            }
            var unit = new DataTypes(evaluationScope).unit(declared);
            var target = type == null || unit == null
                    ? null
                    : new Target(
                            name,
                            declared.doc(),
                            type,
                            declared.header() == null ? name : declared.header().value(),
                            unit,
                            declared.span(),
                            null);
            evaluationScope.checkContext().layers().reserve(name);
            evaluationScope
                    .scope()
                    .define(
                            name,
                            Scope.Kind.TARGET,
                            target == null ? Value.UNKNOWN : new Goal(target),
                            declared.name().span());
            if (target != null) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** Whether a name means nothing yet; reports if it does. */
    private boolean isFree(Name name) {
        var entry = evaluationScope.scope().find(name.text());
        if (entry != null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0203,
                            name.span(),
                            "there is %s `%s` already"
                                    .formatted(article(entry.kind().noun()), name.text()))
                    .withLabel(entry.span(), "here"));
        } else if (Catalog.LAYERS.has(name.text()) || evaluationScope.library().find(name.text()) != null) {
            evaluationScope.report(Diagnostic.error(
                    Code.M0204, name.span(), "`%s` is a layer or block already".formatted(name.text())));
        }
        return entry == null;
    }

    private static String article(String noun) {
        return (noun.startsWith("i") ? "an " : "a ") + noun;
    }
}
