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
import java.util.ArrayList;
import java.util.List;

/** What comes into a model and what it learns: names that its network and its loss use. */
record Declarations(EvaluationScope evaluationScope) {

    /** The inputs, in the order of the file. */
    List<Input> inputs(Model model) {
        var inputs = new ArrayList<Input>();
        for (var input : Checker.of(model, SyntaxTree.Input.class)) {
            var shape = new DataTypes(evaluationScope).input(input.type());
            if (!isFree(input.name())) {
                continue;
            }
            if (shape == null) {
                evaluationScope
                        .scope()
                        .define(
                                input.name().text(),
                                Scope.Kind.INPUT,
                                Value.UNKNOWN,
                                input.name().span());
                continue;
            }
            var name = input.name().text();
            var declared =
                    new Input(name, input.doc(), shape.inBatch(), DataTypes.elements(input.type()), input.span());
            inputs.add(declared);
            evaluationScope.checkContext().layers().reserve(name);
            evaluationScope
                    .scope()
                    .define(
                            name,
                            Scope.Kind.INPUT,
                            new Tensor(declared),
                            input.name().span());
        }
        if (Checker.of(model, SyntaxTree.Input.class).isEmpty()) {
            evaluationScope.report(Diagnostic.error(Code.M0410, model.name().span(), "the model has no input")
                    .withHelp("declare an input, as in input image: float[32, 32, 3]"));
        }
        return inputs;
    }

    /** The targets, in the order of the file. */
    List<Target> targets(Model model) {
        var targets = new ArrayList<Target>();
        for (var declared : Checker.of(model, SyntaxTree.Target.class)) {
            var type = new DataTypes(evaluationScope).target(declared.type());
            var name = declared.name().text();
            if (!isFree(declared.name())) {
                continue;
            }
            var target = type == null ? null : new Target(name, declared.doc(), type, declared.span());
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
