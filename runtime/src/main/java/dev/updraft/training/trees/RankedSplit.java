package dev.updraft.training.trees;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.Loss;
import org.jspecify.annotations.Nullable;

/** Whether a split keeps whole the groups that a loss puts in order: a part of a group alone would be put in order. */
public final class RankedSplit {
    /** What a message proposes where nothing is said. */
    private static final double USUAL_SHARE = 0.2;

    private RankedSplit() {}

    /** Why it does not, and what to write; null if it does, or sets nothing aside. */
    public static @Nullable String misfit(Loss.LambdaRank ranking, DataSplit split) {
        return split.isAny() && !isByGroup(ranking, split)
                ? "a split of " + split.text() + " cuts groups of `" + ranking.group()
                        + "` in two, which lambdarank puts in" + " order: write "
                        + DataSplit.by(ranking.group(), split.share()).text()
                : null;
    }

    /** The same of what makes folds, which a split of nothing cuts at random. */
    public static @Nullable String misfitOfFolds(Loss.LambdaRank ranking, DataSplit split) {
        return isByGroup(ranking, split)
                ? null
                : "folds would cut groups of `" + ranking.group() + "` in two, which lambdarank puts in order: write"
                        + " validation_split: "
                        + DataSplit.by(ranking.group(), USUAL_SHARE).text() + " in the fit block";
    }

    private static boolean isByGroup(Loss.LambdaRank ranking, DataSplit split) {
        return split instanceof DataSplit.Grouped(var column, var _)
                && (column.equals(ranking.group())
                        || column.endsWith("." + ranking.group())
                        || ranking.group().endsWith("." + column));
    }
}
