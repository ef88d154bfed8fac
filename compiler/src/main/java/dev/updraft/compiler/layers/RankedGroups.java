package dev.updraft.compiler.layers;

/**
 * Groups of samples that are put in order as a whole.
 *
 * @param by what does, as the language names it: {@code lambdarank}
 * @param group the column whose equal values make a group
 */
public record RankedGroups(String by, String group) {
    /** Of a loss. */
    public static RankedGroups of(Loss.LambdaRank loss) {
        return new RankedGroups("lambdarank", loss.group());
    }

    /** Of a metric. */
    public static RankedGroups of(Metric.Ndcg metric) {
        return new RankedGroups("ndcg", metric.group());
    }
}
