package dev.updraft.compiler.layers;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What trees can ask about an input. */
public final class TreeFeatures {
    private TreeFeatures() {}

    /** The features of a group, in the order in which {@link TableLayer.Features} gives them. */
    public static List<TreeFeature> of(ColumnGroup group) {
        var features = new ArrayList<TreeFeature>();
        for (var measure : group.measures()) {
            var name = group.columns().get(measure.column()).name();
            var part = measure.part().label();
            features.add(TreeFeature.number(part.isEmpty() ? name : name + "." + part));
        }
        for (var column : group.categories()) {
            var name = group.columns().get(column).name();
            var category = (Category) group.columns().get(column).kind();
            features.add(category.ordered() ? TreeFeature.number(name) : new TreeFeature(name, category.size()));
        }
        for (var column : group.texts()) {
            var name = group.columns().get(column).name();
            var most = ((ColumnKind.Text) group.columns().get(column).kind()).most();
            IntStream.range(0, most).forEach(word -> features.add(TreeFeature.number(name + "[" + word + "]")));
        }
        return features;
    }

    /** The features of a tensor, each by its place. */
    public static List<TreeFeature> of(String input, int numbers) {
        return IntStream.range(0, numbers)
                .mapToObj(place -> TreeFeature.number(input + "[" + place + "]"))
                .toList();
    }
}
