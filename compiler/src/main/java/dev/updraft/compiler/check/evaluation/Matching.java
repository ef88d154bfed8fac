package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.catalog.ForeignLinearArguments;
import dev.updraft.compiler.catalog.ForeignSupervisedArguments;
import dev.updraft.compiler.catalog.ForeignTreeArguments;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.syntax.SyntaxTree.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which argument of a call is for which parameter: first by position, then by name.
 *
 * @param arguments by the parameter's name
 * @param complete whether every argument has a parameter and no parameter lacks one; if not, that has been reported
 */
record Matching(Map<String, Argument> arguments, boolean complete) {

    /**
     * A parameter to be matched.
     *
     * @param signature how it is written: {@code units: int}
     */
    record Slot(String name, String signature, boolean required) {}

    /**
     * Matches.
     *
     * @param callee what is called, for messages
     */
    static Matching of(
            EvaluationScope evaluationScope, String callee, Span span, List<Slot> slots, List<Argument> arguments) {
        var matched = new LinkedHashMap<String, Argument>();
        var complete = true;
        var position = 0;
        for (var argument : arguments) {
            var name = argument.name();
            @Nullable Slot slot;
            if (name != null) {
                slot = find(slots, name.text());
                if (slot == null) {
                    complete = false;
                    evaluationScope.report(unknown(callee, name.text(), name.span(), slots));
                    continue;
                }
            } else if (matched.size() > position) {
                complete = false;
                evaluationScope.report(
                        Diagnostic.error(Code.M0304, argument.span(), "a positional argument follows a named one")
                                .withHelp("name it after its parameter"));
                continue;
            } else if (position == slots.size()) {
                evaluationScope.report(tooMany(callee, argument.span(), slots));
                return new Matching(matched, false);
            } else {
                slot = slots.get(position);
                position++;
            }
            var earlier = matched.putIfAbsent(slot.name(), argument);
            if (earlier != null) {
                complete = false;
                evaluationScope.report(
                        Diagnostic.error(Code.M0303, argument.span(), "`%s` is given twice".formatted(slot.name()))
                                .withLabel(earlier.span(), "here"));
            }
        }
        return new Matching(matched, complete && nothingMissing(evaluationScope, callee, span, slots, matched));
    }

    private static boolean nothingMissing(
            EvaluationScope evaluationScope,
            String callee,
            Span span,
            List<Slot> slots,
            Map<String, Argument> matched) {
        var missing = slots.stream()
                .filter(slot -> slot.required() && !matched.containsKey(slot.name()))
                .map(slot -> "`" + slot.signature() + "`")
                .toList();
        if (!missing.isEmpty()) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0302, span, "`%s` needs %s".formatted(callee, String.join(" and ", missing)))
                    .withHelp(signature(callee, slots)));
        }
        return missing.isEmpty();
    }

    private static @Nullable Slot find(List<Slot> slots, String name) {
        for (var slot : slots) {
            if (slot.name().equals(name)) {
                return slot;
            }
        }
        return null;
    }

    private static Diagnostic unknown(String callee, String name, Span span, List<Slot> slots) {
        var names = slots.stream().map(Slot::name).toList();
        var error = Diagnostic.error(Code.M0301, span, "`%s` has no argument `%s`".formatted(callee, name))
                .withHelp(slots.isEmpty() ? "it takes none" : names(slots));
        var instead = ForeignTreeArguments.instead(callee, name)
                .or(() -> ForeignSupervisedArguments.instead(callee, name))
                .or(() -> ForeignLinearArguments.instead(callee, name));
        if (instead.isPresent()) {
            return error.withHelp(instead.get());
        }
        return DiagnosticSink.didYouMean(error, span, name, names);
    }

    private static Diagnostic tooMany(String callee, Span span, List<Slot> slots) {
        var found = slots.isEmpty()
                ? "`%s` takes no arguments".formatted(callee)
                : String.format(
                        Locale.ROOT,
                        "`%s` takes at most %d %s",
                        callee,
                        slots.size(),
                        slots.size() == 1 ? "argument" : "arguments");
        return Diagnostic.error(Code.M0304, span, found).withHelp(slots.isEmpty() ? null : names(slots));
    }

    private static String names(List<Slot> slots) {
        return slots.stream().map(Slot::name).collect(Collectors.joining(", ", "arguments are ", ""));
    }

    /** What must be given. */
    private static String signature(String callee, List<Slot> slots) {
        var required = slots.stream().filter(Slot::required).map(Slot::signature);
        return required.collect(Collectors.joining(", ", "write `" + callee + "(", ")`"));
    }
}
