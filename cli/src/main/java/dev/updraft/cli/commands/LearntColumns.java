package dev.updraft.cli.commands;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Part;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.data.internal.grouped.ColumnFinder;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.TensorEntry;
import dev.updraft.weights.internal.ModelWeights;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model has learnt of its columns before its first step, in a few words.
 *
 * @param byLayer by the names of layer and column
 */
record LearntColumns(Map<String, Map<String, String>> byLayer) {
    static final LearntColumns NONE = new LearntColumns(Map.of());

    /** Of weights that fit the model. */
    static LearntColumns of(LayerGraph model, Path weights) {
        try (var file = SafetensorsFile.open(weights)) {
            var byLayer = new HashMap<String, Map<String, String>>();
            for (var layer : model.layers()) {
                if (layer.layer() instanceof Encode encode) {
                    byLayer.put(layer.name(), new OfLayer(layer, encode, file).all());
                }
            }
            return new LearntColumns(byLayer);
        }
    }

    /** Empty if there is nothing to say. */
    String of(String layer, String column) {
        return byLayer.getOrDefault(layer, Map.of()).getOrDefault(column, "");
    }

    private static final class OfLayer {
        private final ColumnGroup group;
        private final Encode encode;
        private final Map<String, List<String>> vocabularies;
        private final String input;
        private final float[] mean;
        private final float[] scale;
        private final float[] fill;

        OfLayer(LayerNode layer, Encode encode, SafetensorsFile file) {
            this.encode = encode;
            group = encode.group();
            vocabularies = ModelWeights.vocabularies(file);
            input = layer.inputs().getFirst().name();
            mean = values(file, layer.weightsName() + "/" + Encode.MEAN);
            scale = values(file, layer.weightsName() + "/" + Encode.SCALE);
            fill = values(file, layer.weightsName() + "/" + Encode.FILL);
        }

        private static float[] values(SafetensorsFile file, String name) {
            for (TensorEntry entry : file.tensors()) {
                if (entry.name().equals(name)) {
                    try (var arena = Arena.ofConfined()) {
                        var values = arena.allocate(entry.end() - entry.begin(), Float.BYTES);
                        file.read(entry, values);
                        return values.toArray(ValueLayout.JAVA_FLOAT);
                    }
                }
            }
            return new float[0];
        }

        Map<String, String> all() {
            var all = new HashMap<String, String>();
            for (var place = 0; place < group.columns().size(); place++) {
                all.put(group.columns().get(place).name(), of(place));
            }
            return all;
        }

        private String of(int column) {
            return switch (group.columns().get(column).kind()) {
                case ColumnKind.Numeric _, ColumnKind.Bool _ -> ofNumbers(column);
                case ColumnKind.Category category when !category.isClosed() -> ofTexts(column);
                case ColumnKind.Text _ -> ofTexts(column);
                case ColumnKind.Category _,
                        ColumnKind.Date _,
                        ColumnKind.DateTime _,
                        ColumnKind.Time _,
                        ColumnKind.Id _,
                        ColumnKind.Ignored _ -> "";
            };
        }

        private String ofNumbers(int column) {
            var what = new ArrayList<String>();
            for (var i = 0; i < encode.plain().size(); i++) {
                var place = encode.plain().get(i);
                var measure = group.measures().get(place);
                if (measure.column() == column && measure.part() == Part.VALUE) {
                    if (measure.kind() instanceof ColumnKind.Numeric) {
                        what.add("mean " + ProfileText.number(mean[i]));
                        what.add(scale[i] == 0 ? "constant" : "standard deviation " + ProfileText.number(1 / scale[i]));
                    }
                    if (place >= group.required()) {
                        what.add("median " + ProfileText.number(fill[place - group.required()]));
                    }
                }
            }
            return String.join(", ", what);
        }

        private String ofTexts(int column) {
            var values = vocabularies.getOrDefault(
                    input + "." + group.columns().get(column).name(), List.of());
            return ColumnFinder.listed(values.stream().map(Printable::line).toList());
        }
    }
}
