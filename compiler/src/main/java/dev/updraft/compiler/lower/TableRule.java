package dev.updraft.compiler.lower;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TableLayer.DateEncoding;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.compiler.layers.TableLayer.Fill;
import dev.updraft.compiler.layers.TableLayer.Imputation;
import dev.updraft.compiler.layers.TableLayer.SelectColumn;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The operations of the layers that take columns of a table, out of the numbers of a {@link ColumnGroup}. */
final class TableRule {
    private final GraphBuilder to;
    private final LayerRule rule;
    private final Node row;
    /** The axis of the numbers. */
    private final int last;

    /** @param row what the layer takes: {@code [batch, numbers]}, or of windows {@code [batch, rows, numbers]} */
    TableRule(GraphBuilder to, LayerRule rule, Node row) {
        this.to = to;
        this.rule = rule;
        this.row = row;
        last = row.shape().rank() - 1;
    }

    Node of(TableLayer table) {
        return switch (table) {
            case SelectColumn column -> select(column);
            case Imputation(var fill, var addIndicator) -> imputed(fill, addIndicator);
            case Encode encode -> encoded(encode);
            case DateEncoding dates -> dates(dates);
            case TableLayer.Features(var group) -> features(group);
            case TargetEncoding encoding -> targetMeans(encoding);
        };
    }

    private Node select(SelectColumn selected) {
        var group = selected.group();
        var place = group.place(selected.column());
        return switch (selected.kind()) {
            case Measured measured ->
                measured.optional()
                        ? to.add(new Op.Concat(last), slice(place, 1), slice(group.presence(place), 1))
                        : slice(place, 1);
            case Category _ -> number(place);
            case ColumnKind.Text(var most) -> slice(place, most);
            case ColumnKind.Id _, ColumnKind.Ignored _ ->
                throw new IllegalArgumentException("no network sees " + selected);
        };
    }

    /** {@code x + (1 - there) · fill}, as x is 0 where it is not there. */
    private Node imputed(Fill fill, boolean addIndicator) {
        var gap = gap(slice(1, 1));
        var filling = fill instanceof Fill.Constant(var value)
                ? to.full(value, gap.shape())
                : Channels.broadcast(to, rule.weight(Imputation.FILL), gap.shape());
        var filled = to.add(slice(0, 1), to.multiply(gap, filling));
        return addIndicator ? to.add(new Op.Concat(last), filled, gap) : filled;
    }

    private Node encoded(Encode encode) {
        var group = encode.group();
        var parts = new ArrayList<Node>();
        var filled = group.measures().isEmpty() ? row : filled(group);
        if (!encode.plain().isEmpty()) {
            var plain = Slices.of(to, filled, encode.plain());
            var mean = Channels.broadcast(to, rule.weight(Encode.MEAN), plain.shape());
            var scale = Channels.broadcast(to, rule.weight(Encode.SCALE), plain.shape());
            parts.add(to.multiply(to.subtract(plain, mean), scale));
        }
        if (!encode.indicated().isEmpty()) {
            parts.add(gap(
                    Slices.of(to, row, encode.indicated().stream().map(group::presence).toList())));
        }
        for (var place : encode.cyclic()) {
            parts.addAll(cyclic(group, place));
        }
        for (var column : encode.categories(Encode.Way.ORDERED)) {
            parts.add(ordered(encode, column));
        }
        for (var column : encode.categories(Encode.Way.ONE_HOT)) {
            parts.add(to.add(new Op.OneHot(encode.category(column).size()), number(group.place(column))));
        }
        for (var column : encode.categories(Encode.Way.EMBEDDED)) {
            parts.add(to.gather(rule.weight(encode.embeddings(column)), number(group.place(column))));
        }
        for (var column : group.texts()) {
            var most = ((ColumnKind.Text) group.columns().get(column).kind()).most();
            parts.add(to.map(UnaryFunction.LOG1P, slice(group.place(column), most)));
        }
        return parts.size() == 1 ? parts.getFirst() : to.add(new Op.Concat(last), parts);
    }

    /** The measured columns with their gaps filled. */
    private Node filled(ColumnGroup group) {
        if (group.optional() == 0) {
            return slice(0, group.required());
        }
        var gap = gap(slice(group.measures().size(), group.optional()));
        var fill = Channels.broadcast(to, rule.weight(Encode.FILL), gap.shape());
        var filled = to.add(slice(group.required(), group.optional()), to.multiply(gap, fill));
        return group.required() == 0 ? filled : to.add(new Op.Concat(last), slice(0, group.required()), filled);
    }

    private Node features(ColumnGroup group) {
        var parts = new ArrayList<Node>();
        if (group.required() > 0) {
            parts.add(slice(0, group.required()));
        }
        if (group.optional() > 0) {
            var value = slice(group.required(), group.optional());
            var there = slice(group.measures().size(), group.optional());
            parts.add(to.add(new Op.Select(), there, value, to.full(Double.NaN, value.shape())));
        }
        for (var column : group.categories()) {
            var number = to.map(UnaryFunction.FLOOR, slice(group.place(column), 1)); // Behind the point is the fold.
            var category = (Category) group.columns().get(column).kind();
            var last = category.ordered() ? Category.OTHER : Category.MISSING;
            var isKnown = to.combine(BinaryFunction.LESS, to.full(last, number.shape()), number);
            parts.add(to.add(new Op.Select(), isKnown, number, to.full(Double.NaN, number.shape())));
        }
        for (var column : group.texts()) {
            parts.add(slice(
                    group.place(column),
                    ((ColumnKind.Text) group.columns().get(column).kind()).most()));
        }
        return parts.size() == 1 ? parts.getFirst() : to.add(new Op.Concat(last), parts);
    }

    private Node dates(DateEncoding dates) {
        var parts = new ArrayList<Node>();
        for (var place : dates.parts()) {
            if (dates.cyclical()) {
                parts.addAll(cyclic(dates.group(), place));
            } else {
                var period = dates.group().measures().get(place).part().period();
                parts.add(to.multiply(slice(place, 1), 1.0 / period));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : to.add(new Op.Concat(last), parts);
    }

    /** The table has a part for each fold, one behind the other. */
    private Node targetMeans(TargetEncoding encoding) {
        var numberAndFold = slice(encoding.group().place(encoding.column()), 1);
        var number = to.map(UnaryFunction.FLOOR, numberAndFold);
        var fold = to.multiply(to.subtract(numberAndFold, number), ColumnGroup.foldPlaces());
        var place = to.add(number, to.multiply(fold, encoding.values()));
        return to.gather(
                rule.weight(TargetEncoding.ENCODING), to.add(new Op.ToInteger(), to.reshape(place, Shape.batch())));
    }

    /** {@code sin(2πx / period)} and {@code cos(2πx / period)}; both 0 where there is a gap. */
    private List<Node> cyclic(ColumnGroup group, int place) {
        var measure = group.measures().get(place);
        var angle = to.multiply(slice(place, 1), 2 * Math.PI / measure.part().period());
        var waves = List.of(to.map(UnaryFunction.SIN, angle), to.map(UnaryFunction.COS, angle));
        if (!measure.kind().optional()) {
            return waves;
        }
        var there = slice(group.presence(place), 1);
        return waves.stream().map(wave -> to.multiply(wave, there)).toList();
    }

    /** The place in the order, standardised, or 0 where there is none; then whether it is missing, and whether other. */
    private Node ordered(Encode encode, int column) {
        var place = encode.categories(Encode.Way.ORDERED).indexOf(column);
        var number = to.map(UnaryFunction.FLOOR, slice(encode.group().place(column), 1));
        var isKnown = to.combine(BinaryFunction.LESS, to.full(Category.OTHER, number.shape()), number);
        var standardised = to.multiply(
                to.subtract(
                        to.add(number, -Category.FIRST),
                        element(rule.weight(Encode.ORDER_MEAN), place, number.shape())),
                element(rule.weight(Encode.ORDER_SCALE), place, number.shape()));
        return to.add(
                new Op.Concat(last),
                List.of(
                        to.multiply(isKnown, standardised),
                        compared(BinaryFunction.EQUAL, number, Category.MISSING),
                        compared(BinaryFunction.EQUAL, number, Category.OTHER)));
    }

    private Node compared(BinaryFunction function, Node x, double with) {
        return to.combine(function, x, to.full(with, x.shape()));
    }

    private Node element(Node vector, int place, Shape shape) {
        return to.broadcast(to.reshape(to.add(new Op.Slice(0, place, 1), vector), Channels.row(shape)), shape);
    }

    /** 1 where {@code there} is 0, else 0. */
    private Node gap(Node there) {
        return to.subtract(to.full(1, there.shape()), there);
    }

    /** An integer for each row. */
    private Node number(int place) {
        var rows = new Shape(row.shape().dims().subList(0, last));
        return to.add(new Op.ToInteger(), to.reshape(slice(place, 1), rows));
    }

    private Node slice(int start, int length) {
        return start == 0 && length == row.shape().dim(-1) ? row : to.add(new Op.Slice(last, start, length), row);
    }
}
