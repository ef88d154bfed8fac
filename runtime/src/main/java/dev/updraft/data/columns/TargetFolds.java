package dev.updraft.data.columns;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.FoldNumbers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The folds of training rows, for the columns of an input that are encoded by the mean of the target: what a row is given is
 * learnt from rows of other folds.
 */
final class TargetFolds {
    /** Of rows that are not trained on. */
    static final TargetFolds NONE = new TargetFolds(new BitSet(), new int[0]);

    /** Their places in the group. */
    private final BitSet columns;
    /** Of each row, from 0. */
    private final int[] folds;

    private TargetFolds(BitSet columns, int[] folds) {
        this.columns = columns;
        this.folds = folds;
    }

    /** Of each input of a model. */
    static List<TargetFolds> of(LayerGraph model, Dataset data, long seed) {
        var all = new ArrayList<TargetFolds>();
        int[] folds = null;
        for (var input : model.inputs()) {
            var columns = model.layers().stream()
                    .filter(node -> node.inputs().getFirst().name().equals(input.name()))
                    .map(LayerGraph.LayerNode::layer)
                    .filter(TargetEncoding.class::isInstance)
                    .mapToInt(layer -> ((TargetEncoding) layer).column())
                    .collect(BitSet::new, BitSet::set, BitSet::or);
            if (!columns.isEmpty() && folds == null) {
                folds = FoldNumbers.stratified(data, ColumnGroup.FOLDS, seed);
            }
            all.add(columns.isEmpty() || folds == null ? NONE : new TargetFolds(columns, folds));
        }
        return all;
    }

    /** What is added to the number of a category. */
    float of(int column, int row) {
        return columns.get(column) ? ColumnGroup.fold(1 + folds[row]) : 0;
    }
}
