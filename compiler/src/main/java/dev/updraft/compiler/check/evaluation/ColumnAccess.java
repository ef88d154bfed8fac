package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.check.evaluation.Value.Unknown;
import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TableLayer.SelectColumn;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Columns of groups in a network: {@code customer.tenure}. */
record ColumnAccess(EvaluationScope evaluationScope) {

    /** The value of a column; unknown if there is none, which has been reported then. */
    Value of(SyntaxTree.ColumnReference reference) {
        var name = reference.group();
        var value = evaluationScope.scope().use(name.text());
        if (value == null) {
            var error = Diagnostic.error(Code.M0201, name.span(), "there is no `%s` here".formatted(name.text()));
            evaluationScope.report(DiagnosticSink.didYouMean(
                    error, name.span(), name.text(), evaluationScope.scope().names()));
            return Value.UNKNOWN;
        }
        if (value instanceof Unknown) {
            return value;
        }
        if (!(value instanceof Tensor(LayerGraph.Input input)) || input.columns() == null) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0102,
                            reference.span(),
                            "`%s` is no group of columns, found %s".formatted(name.text(), value.description()))
                    .withHelp("a group is declared as input %s { age: number }".formatted(name.text())));
            return Value.UNKNOWN;
        }
        return column(input, input.columns(), reference);
    }

    private Value column(LayerGraph.Input input, ColumnGroup group, SyntaxTree.ColumnReference reference) {
        var names = group.columns().stream().map(Column::name).toList();
        var name = reference.column();
        var place = names.indexOf(name.text());
        if (place < 0) {
            var error = Diagnostic.error(
                    Code.M0201, name.span(), "there is no column `%s` in `%s`".formatted(name.text(), input.name()));
            evaluationScope.report(DiagnosticSink.didYouMean(error, name.span(), name.text(), names));
            return Value.UNKNOWN;
        }
        var column = group.columns().get(place);
        if (column.kind() instanceof ColumnKind.Id || column.kind() instanceof ColumnKind.Ignored) {
            evaluationScope.report(Diagnostic.error(
                            Code.M0102,
                            reference.span(),
                            "the network cannot use `%s`, which is declared as `%s`"
                                    .formatted(name.text(), column.kind().text()))
                    .withLabel(column.span(), "declared here")
                    .withHelp("declare it as number or category"));
            return Value.UNKNOWN;
        }
        return evaluationScope
                .checkContext()
                .layers()
                .apply(evaluationScope, new SelectColumn(group, place), List.of(new Tensor(input)), reference.span());
    }

    /** A layer, and what it takes. */
    record Bound(Layer layer, List<Tensor> values) {}

    /**
     * A layer for these values: one that takes a group knows its columns then, one that takes a date takes its parts out of the
     * group, and one that takes a category knows how many values that has.
     */
    static Bound bound(Layer layer, List<Tensor> values) {
        var source = values.getFirst().source();
        return switch (layer) {
            case TableLayer.Encode(var _, var mostOneHot)
            when source instanceof LayerGraph.Input input && input.columns() != null ->
                new Bound(new TableLayer.Encode(input.columns(), mostOneHot), values);
            case TableLayer.DateEncoding(var _, var _, var cyclical)
            when source instanceof LayerNode node && node.layer() instanceof SelectColumn(var group, var column) ->
                new Bound(
                        new TableLayer.DateEncoding(group, column, cyclical),
                        List.of(new Tensor(node.inputs().getFirst())));
            case TableLayer.TargetEncoding(var _, var _, var smooth)
            when source instanceof LayerNode node && node.layer() instanceof SelectColumn(var group, var column) ->
                new Bound(
                        new TableLayer.TargetEncoding(group, column, smooth),
                        List.of(new Tensor(node.inputs().getFirst())));
            case Layer.Embedding embedding
            when embedding.inputDim() == Layer.Embedding.OF_INPUT ->
                new Bound(embedding.of(source.categories()), values);
            case CategoryEncoding(var tokens, var mode)
            when tokens == CategoryEncoding.OF_INPUT ->
                new Bound(new CategoryEncoding(source.categories(), mode), values);
            case Layer _ -> new Bound(layer, values);
        };
    }

    /** Why a layer cannot take a group or a column; null if it can. */
    static @Nullable Diagnostic misplaced(String kind, Layer layer, List<LayerGraph.Value> sources, Span place) {
        for (var source : sources) {
            var diagnostic = switch (layer) {
                case SelectColumn _, TableLayer.Features _ -> null;
                case SupervisedLayer.NaiveBayes bayes when bayes.kind().isEmpty() && isGroup(source) -> null;
                case TableLayer.Encode _ -> notAGroup(kind, source, place);
                case TableLayer.DateEncoding dates -> notDates(kind, dates, source, place);
                case TableLayer.TargetEncoding encoding -> notACategory(kind, encoding, source, place);
                case TableLayer.Imputation _ -> notOptional(kind, source, place);
                case Layer.Embedding embedding -> tooFew(kind, "input_dim", embedding.inputDim(), source, place);
                case CategoryEncoding(var tokens, var _) -> tooFew(kind, "num_tokens", tokens, source, place);
                case NormalizationLayer.Normalization _ -> notNumbers(kind, source, place);
                case Layer _ -> notNumbers(kind, source, place);
            };
            if (diagnostic != null) {
                return diagnostic;
            }
        }
        return null;
    }

    private static boolean isGroup(LayerGraph.Value source) {
        return source instanceof LayerGraph.Input input && input.columns() != null;
    }

    private static @Nullable Diagnostic notAGroup(String kind, LayerGraph.Value source, Span place) {
        return isGroup(source)
                ? null
                : Diagnostic.error(Code.M0103, place, "`%s` expects a group of columns".formatted(kind))
                        .withLabel(source.span(), "gives " + source.shape())
                        .withHelp("a group is declared as input customer { age: number }");
    }

    private static @Nullable Diagnostic notDates(
            String kind, TableLayer.DateEncoding dates, LayerGraph.Value source, Span place) {
        return dates.width() > 0
                ? null
                : Diagnostic.error(Code.M0103, place, "`%s` expects a column of dates or times".formatted(kind))
                        .withLabel(source.span(), "is none")
                        .withHelp("declare a column as date, datetime or time, and write customer.since -> " + kind);
    }

    private static @Nullable Diagnostic notACategory(
            String kind, TableLayer.TargetEncoding encoding, LayerGraph.Value source, Span place) {
        return encoding.values() > 0
                ? null
                : Diagnostic.error(Code.M0103, place, "`%s` expects a category of a group".formatted(kind))
                        .withLabel(source.span(), "is none")
                        .withHelp("declare a column as category, and write customer.city -> " + kind);
    }

    /** Numbers of a category that the layer has no place for. */
    private static @Nullable Diagnostic tooFew(
            String kind, String parameter, int places, LayerGraph.Value source, Span place) {
        return source.categories() <= places
                ? notNumbers(kind, source, place)
                : Diagnostic.error(
                                Code.M0103,
                                place,
                                String.format(
                                        Locale.ROOT,
                                        "`%s` has places for %d integers, and its input is one of %d",
                                        kind,
                                        places,
                                        source.categories()))
                        .withLabel(source.span(), "places for missing and other are among them")
                        .withHelp("leave " + parameter + " out: the category tells it");
    }

    private static @Nullable Diagnostic notOptional(String kind, LayerGraph.Value source, Span place) {
        return mayBeMissing(source)
                ? null
                : Diagnostic.error(
                                Code.M0103,
                                place,
                                "`%s` expects a column of numbers that may be missing".formatted(kind))
                        .withLabel(source.span(), "is always there")
                        .withHelp("remove the layer, or declare the column as number(optional: true)");
    }

    private static @Nullable Diagnostic notNumbers(String kind, LayerGraph.Value source, Span place) {
        if (source instanceof LayerGraph.Input input
                && input.columns() != null
                && !input.columns().isNumbers()) {
            return Diagnostic.error(
                            Code.M0103, place, "`%s` cannot take a group of columns as they are".formatted(kind))
                    .withLabel(source.span(), "has " + notNumbers(input.columns()))
                    .withHelp("write `%s -> encode`".formatted(input.name())
                            + usable(input.columns())
                                    .map(name ->
                                            ", or take single columns, as in `%s.%s`".formatted(input.name(), name))
                                    .orElse(""));
        }
        if (mayBeMissing(source) && source instanceof LayerNode node) {
            return Diagnostic.error(Code.M0103, place, "`%s` cannot take a value that may be missing".formatted(kind))
                    .withLabel(source.span(), "may be missing")
                    .withHelp("fill the gaps: `%s -> imputation(fill: median)`"
                            .formatted(node.span().text()));
        }
        return null;
    }

    /** A column to begin with: one that any layer takes, else one that some do. */
    private static Optional<String> usable(ColumnGroup group) {
        return Stream.<Predicate<ColumnKind>>of(
                        kind -> kind instanceof ColumnKind.Measured measured && !measured.optional(),
                        kind -> !(kind instanceof ColumnKind.Id || kind instanceof ColumnKind.Ignored))
                .flatMap(isFit -> group.columns().stream().filter(column -> isFit.test(column.kind())))
                .map(Column::name)
                .findFirst();
    }

    /** What a group has that no layer takes as it is. */
    private static String notNumbers(ColumnGroup group) {
        return IntStream.range(0, group.columns().size())
                .mapToObj(group.columns()::get)
                .filter(column -> !(column.kind() instanceof ColumnKind.Numeric(var optional) && !optional))
                .findFirst()
                .map(column -> "a column `%s: %s`"
                        .formatted(column.name(), column.kind().text()))
                .orElse("no numbers");
    }

    private static boolean mayBeMissing(LayerGraph.Value value) {
        return value instanceof LayerNode node
                && node.layer() instanceof SelectColumn selected
                && selected.mayBeMissing();
    }
}
