package dev.updraft.training.loop;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.training.TrainingException;

/** Whether a split keeps whole the groups that a loss or a metric puts in order: a part of a group alone would be put in order. */
public final class RankedSplit {
    /** What a message proposes where nothing is said. */
    private static final double USUAL_SHARE = 0.2;

    private RankedSplit() {}

    /**
     * That none is cut in two.
     *
     * @throws TrainingException if one is
     */
    public static void require(LayerGraph model, DataSplit split) {
        for (var ranked : model.rankedGroups()) {
            if (split.isAny() && !isByGroup(ranked, split)) {
                throw new TrainingException("a split of " + split.text() + " cuts groups of `" + ranked.group()
                        + "` in two, which " + ranked.by() + " puts in order: write "
                        + DataSplit.by(ranked.group(), split.share()).text());
            }
        }
    }

    /**
     * The same of what makes folds, which a split of nothing cuts at random.
     *
     * @throws TrainingException if one is
     */
    public static void requireOfFolds(LayerGraph model, DataSplit split) {
        for (var ranked : model.rankedGroups()) {
            if (!isByGroup(ranked, split)) {
                throw new TrainingException("folds would cut groups of `" + ranked.group() + "` in two, which "
                        + ranked.by() + " puts in order: write validation_split: "
                        + DataSplit.by(ranked.group(), USUAL_SHARE).text() + " in the fit block");
            }
        }
    }

    private static boolean isByGroup(RankedGroups ranked, DataSplit split) {
        return split instanceof DataSplit.Grouped(var column, var _)
                && (column.equals(ranked.group())
                        || column.endsWith("." + ranked.group())
                        || ranked.group().endsWith("." + column));
    }
}
