package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TableLayer.Encode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Names of the numbers that a network makes of columns: {@code tenure}, {@code tenure is missing}, {@code contract = One year},
 * {@code joined.month (sine)}.
 *
 * @param vocabulary the values of a column of an input, as they are learnt from data; none if they are not known
 */
public record EncodedNames(BiFunction<LayerGraph.Input, Column, List<String>> vocabulary) {

    /** Without what is learnt from data. */
    public static final EncodedNames UNLEARNT = new EncodedNames((_, _) -> List.of());

    private static final String UNUSED = " (no value)";

    /** Whether it is the name of a place that no value or word of its column has: the number there is always 0. */
    public static boolean isUnused(String name) {
        var behindColumn = name.indexOf(' ');
        return behindColumn > 0 && name.substring(behindColumn).equals(UNUSED);
    }

    /** The names of the numbers of a sample, one after the other, as a value of the network has them. */
    public List<String> of(LayerGraph.Value value) {
        var count = Math.toIntExact(value.shape().elementsPerSample());
        if (value instanceof LayerNode node) {
            var names = new ArrayList<String>();
            switch (node.layer()) {
                case Encode encode
                when node.inputs().getFirst() instanceof LayerGraph.Input input ->
                    names.addAll(ofEncode(encode, input));
                case TableLayer.SelectColumn(var group, var column) -> names.addAll(ofColumn(group, column));
                case TableLayer.TargetEncoding(var group, var column, var _) ->
                    names.add(group.columns().get(column).name());
                case Layer.Concat _
                when node.shape().rank() == 2 -> node.inputs().forEach(input -> names.addAll(of(input)));
                case NormalizationLayer _, PreprocessingLayer _, RegularizationLayer _, TableLayer.Imputation _
                when node.inputs().getFirst().shape().equals(node.shape()) ->
                    names.addAll(of(node.inputs().getFirst()));
                case ReshapingLayer.Flatten _ -> names.addAll(of(node.inputs().getFirst()));
                case Layer _ -> {}
            }
            if (names.size() == count) {
                return List.copyOf(names);
            }
        }
        var name = value instanceof LayerGraph.Input input
                ? input.name()
                : value.span().text();
        return count == 1
                ? List.of(name)
                : IntStream.range(0, count)
                        .mapToObj(place -> name + "[" + place + "]")
                        .toList();
    }

    private static List<String> ofColumn(ColumnGroup group, int column) {
        var name = group.columns().get(column).name();
        return group.columns().get(column).kind() instanceof ColumnKind.Measured measured && measured.optional()
                ? List.of(name, name + " is there")
                : List.of(name);
    }

    /** In the order of {@link Encode}; of the rows of a window each, {@code load[-1]} of the last. */
    private List<String> ofEncode(Encode encode, LayerGraph.Input input) {
        var ofRow = ofRow(encode, input);
        var window = encode.group().window();
        return window == null
                ? ofRow
                : IntStream.range(0, window.past())
                        .mapToObj(row -> row - window.past())
                        .flatMap(row -> ofRow.stream().map(name -> name + "[" + row + "]"))
                        .toList();
    }

    private List<String> ofRow(Encode encode, LayerGraph.Input input) {
        var group = encode.group();
        var names = new ArrayList<String>();
        encode.plain().forEach(place -> names.add(measure(group, place)));
        encode.indicated()
                .forEach(place ->
                        names.add(name(group, group.measures().get(place).column()) + " is missing"));
        for (var place : encode.cyclic()) {
            names.add(measure(group, place) + " (sine)");
            names.add(measure(group, place) + " (cosine)");
        }
        for (var column : encode.categories(Encode.Way.ORDERED)) {
            names.add(name(group, column));
            names.add(name(group, column) + " is missing");
            names.add(name(group, column) + " is other");
        }
        for (var column : encode.categories(Encode.Way.ONE_HOT)) {
            names.add(name(group, column) + " is missing");
            names.add(name(group, column) + " is other");
            var values = values(input, group, column);
            for (var place = 0; place < encode.category(column).size() - Category.FIRST; place++) {
                if (place < values.size()) {
                    names.add(name(group, column) + " = " + values.get(place));
                } else {
                    names.add(name(group, column) + (values.isEmpty() ? "[" + (place + Category.FIRST) + "]" : UNUSED));
                }
            }
        }
        for (var column : encode.categories(Encode.Way.EMBEDDED)) {
            for (var place = 0; place < Encode.embeddingSize(encode.category(column)); place++) {
                names.add(name(group, column) + "[" + place + "]");
            }
        }
        for (var column : group.texts()) {
            var words = values(input, group, column);
            var most = ((ColumnKind.Text) group.columns().get(column).kind()).most();
            for (var word = 0; word < most; word++) {
                if (word < words.size()) {
                    names.add(name(group, column) + "[" + words.get(word) + "]");
                } else {
                    names.add(name(group, column) + (words.isEmpty() ? "[" + word + "]" : UNUSED));
                }
            }
        }
        return names;
    }

    private List<String> values(LayerGraph.Input input, ColumnGroup group, int column) {
        return vocabulary.apply(input, group.columns().get(column));
    }

    private static String name(ColumnGroup group, int column) {
        return group.columns().get(column).name();
    }

    private static String measure(ColumnGroup group, int place) {
        var measure = group.measures().get(place);
        var part = measure.part().label();
        var name = name(group, measure.column());
        return part.isEmpty() ? name : name + "." + part;
    }
}
