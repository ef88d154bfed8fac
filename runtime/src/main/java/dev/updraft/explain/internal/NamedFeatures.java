package dev.updraft.explain.internal;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.columns.ColumnKind.Part;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TreeFeature;
import dev.updraft.compiler.layers.TreeFeatures;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.data.columns.FeatureNames;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.explain.TreeNode;
import dev.updraft.explain.internal.NamedFeature.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The features of trees, and the columns they belong to.
 *
 * @param columns names of what contributions are of
 */
record NamedFeatures(List<String> columns, List<NamedFeature> features) {
    private static final String OR_MISSING = ", or missing";
    /** What a name of a number begins with behind that of its column, which has none of these. */
    private static final Pattern AFTER_COLUMN = Pattern.compile("[ .\\[]");

    NamedFeatures {
        columns = List.copyOf(columns);
        features = List.copyOf(features);
    }

    /** Which rows follow an answer: {@code yes, or missing}. */
    String answer(TreeNode.Question question, boolean isLeft) {
        var mayBeMissing = features.stream()
                .anyMatch(feature -> feature.mayBeMissing() && feature.name().equals(question.feature()));
        return (isLeft ? "yes" : "no") + (mayBeMissing && isLeft == question.missingLeft() ? OR_MISSING : "");
    }

    /**
     * Those of a layer of trees.
     *
     * @param vocabularies null if the model has learnt none
     */
    static NamedFeatures of(LayerNode trees, @Nullable Vocabularies vocabularies) {
        if (trees.inputs().getFirst() instanceof LayerNode node
                && node.layer() instanceof TableLayer.Features(var group)
                && node.inputs().getFirst() instanceof LayerGraph.Input input) {
            var ofRow = new OfGroup(input, group, vocabularies).named();
            var window = group.window();
            return window == null ? ofRow : ofRow.inWindow(window.past());
        }
        if (trees.inputs().getFirst() instanceof LayerNode node && node.layer() instanceof TableLayer.Encode) {
            return ofEncoded(FeatureNames.of(node, vocabularies));
        }
        var known = ((TreeLayer) trees.layer()).features();
        var names = trees.inputs().getFirst() instanceof LayerNode node && node.categories() == 0
                ? FeatureNames.of(node, vocabularies)
                : known.stream().map(TreeFeature::name).toList();
        var features = IntStream.range(0, known.size())
                .mapToObj(place ->
                        new TreeFeature(names.get(place), known.get(place).categories()))
                .toList();
        return new NamedFeatures(
                features.stream().map(TreeFeature::name).toList(),
                IntStream.range(0, features.size())
                        .mapToObj(place -> ofTensor(features.get(place), place))
                        .toList());
    }

    /** All numbers that encode makes of a column count as that column, which their names begin with. None is missing. */
    private static NamedFeatures ofEncoded(List<String> names) {
        var columns = new ArrayList<String>();
        var features = new ArrayList<NamedFeature>();
        for (var name : names) {
            var column = AFTER_COLUMN.split(name, 2)[0];
            if (!columns.contains(column)) {
                columns.add(column);
            }
            features.add(new NamedFeature(name, columns.indexOf(column), false, new Values.Numbers()));
        }
        return new NamedFeatures(columns, features);
    }

    /** Of each row of a window, as {@link TreeFeatures#ofWindow} names them; a column counts as one, whatever the row. */
    private NamedFeatures inWindow(int rows) {
        return new NamedFeatures(
                columns,
                IntStream.range(0, rows)
                        .mapToObj(row -> "[" + (row - rows) + "]")
                        .flatMap(row -> features.stream()
                                .map(feature -> new NamedFeature(
                                        feature.name() + row,
                                        feature.column(),
                                        feature.mayBeMissing(),
                                        feature.values())))
                        .toList());
    }

    private static NamedFeature ofTensor(TreeFeature feature, int place) {
        return new NamedFeature(
                feature.name(),
                place,
                true,
                feature.isCategory()
                        ? new Values.Named(
                                IntStream.range(0, feature.categories())
                                        .mapToObj(Integer::toString)
                                        .toList(),
                                false)
                        : new Values.Numbers());
    }

    /** In the order of {@link TreeFeatures}. */
    private static final class OfGroup {
        private final LayerGraph.Input input;
        private final ColumnGroup group;
        private final @Nullable Vocabularies vocabularies;
        private final List<String> names;
        private final List<String> columns = new ArrayList<>();
        private final List<NamedFeature> features = new ArrayList<>();

        OfGroup(LayerGraph.Input input, ColumnGroup group, @Nullable Vocabularies vocabularies) {
            this.input = input;
            this.group = group;
            this.vocabularies = vocabularies;
            names = TreeFeatures.of(group).stream().map(TreeFeature::name).toList();
        }

        NamedFeatures named() {
            // In the order of the file, which that of the numbers is not.
            var places = new int[group.columns().size()];
            for (var column = 0; column < places.length; column++) {
                places[column] = columns.size();
                switch (group.columns().get(column).kind()) {
                    case ColumnKind.Measured _, Category _, ColumnKind.Text _ ->
                        columns.add(group.columns().get(column).name());
                    case ColumnKind.Id _, ColumnKind.Ignored _ -> {}
                }
            }
            for (var measure : group.measures()) {
                var isDay = measure.part() == Part.VALUE
                        && (measure.kind() instanceof ColumnKind.Date || measure.kind() instanceof ColumnKind.DateTime);
                add(
                        places[measure.column()],
                        measure.kind().optional(),
                        isDay ? new Values.Days() : new Values.Numbers());
            }
            for (var column : group.categories()) {
                add(places[column], true, categories(column));
            }
            for (var column : group.texts()) {
                var most = ((ColumnKind.Text) group.columns().get(column).kind()).most();
                var words = vocabulary(column);
                for (var word = 0; word < most; word++) {
                    var name = word < words.size()
                            ? group.columns().get(column).name() + "[" + words.get(word) + "]"
                            : names.get(features.size());
                    features.add(new NamedFeature(name, places[column], false, new Values.Numbers()));
                }
            }
            return new NamedFeatures(columns, features);
        }

        private void add(int column, boolean mayBeMissing, Values values) {
            features.add(new NamedFeature(names.get(features.size()), column, mayBeMissing, values));
        }

        private Values categories(int column) {
            var category = (Category) group.columns().get(column).kind();
            var numbered = new ArrayList<String>();
            numbered.add("");
            numbered.add(category.ordered() ? "" : NamedFeature.OTHER);
            numbered.addAll(vocabulary(column));
            return new Values.Named(numbered, category.ordered());
        }

        private List<String> vocabulary(int column) {
            if (vocabularies == null) {
                return List.of();
            }
            return Objects.requireNonNullElse(
                    vocabularies.of(input, group.columns().get(column)), List.of());
        }
    }
}
