package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import java.lang.foreign.Arena;
import java.util.Arrays;

/** Samples in lists, which scores put in order, and how relevant each is: a whole number from 0 to {@link #MOST}. */
public final class RankedLists {
    /** The highest relevance: what one more is worth doubles. */
    private static final int MOST = 31;

    private final byte[] relevance;
    /** List by list, within one in the order of the data. */
    private final int[] samples;
    /** Of each list the place of its first sample, and behind all their number. */
    private final int[] starts;

    /**
     * Lists of samples.
     *
     * @param relevance of each sample, 0 to 31
     * @param list of each sample the number of its list, from 0; none is empty
     */
    public RankedLists(byte[] relevance, int[] list) {
        this.relevance = relevance;
        samples = new int[list.length];
        starts = new int[Arrays.stream(list).max().orElse(-1) + 2];
        for (var number : list) {
            starts[number + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        var next = starts.clone();
        for (var sample = 0; sample < list.length; sample++) {
            samples[next[list[sample]]++] = sample;
        }
    }

    /**
     * The samples of a data set, a target of which says how relevant they are.
     *
     * @param number which target does
     * @param ranked the column whose equal values make a list, and what puts them in order
     * @throws DataException if a sample has no value in that column, or a target that is no whole number from 0 to 31
     */
    public static RankedLists of(Dataset data, int number, RankedGroups ranked, DataSpec dataSpec) {
        var relevance = new byte[data.size()];
        var target = data.targets().get(number);
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(target.bytes(), Float.BYTES);
            for (var sample = 0; sample < relevance.length; sample++) {
                CheckedTarget.copy(data, number, target, sample, room, 0);
                var value = room.get(JAVA_FLOAT, 0);
                if (!(value >= 0 && value <= MOST) || value != Math.rint(value)) {
                    throw new DataException(data.sampleName(sample) + ": the target "
                            + (target.name().isEmpty() ? "" : "`" + target.name() + "` ") + "is " + value
                            + ", where " + ranked.by() + " takes a whole number from 0 to " + MOST
                            + "; correct it, or put values into a few classes of relevance");
                }
                relevance[sample] = (byte) value;
            }
        }
        return new RankedLists(
                relevance, SplitValues.listed(data, ranked, dataSpec).numbers());
    }

    /** How many samples there are. */
    public int size() {
        return samples.length;
    }

    /** How many lists there are. */
    public int lists() {
        return starts.length - 1;
    }

    /** How much a sample is worth at the top of its list. */
    public double gain(int sample) {
        return (1L << relevance[sample]) - 1;
    }

    /** What share of its worth a sample has at a place of its list, from 0. */
    public static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }

    /**
     * The samples of a list, the highest score first; equal scores in the order of the data.
     *
     * @param scores of all samples
     */
    public int[] ordered(int list, float[] scores) {
        var from = starts[list];
        var keys = new long[starts[list + 1] - from];
        for (var i = 0; i < keys.length; i++) {
            // Zero has two signs, which are equal.
            var bits = Float.floatToIntBits(scores[samples[from + i]] + 0f);
            var ascending = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            keys[i] = (long) ~ascending << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        var ordered = new int[keys.length];
        Arrays.setAll(ordered, place -> samples[from + (int) keys[place]]);
        return ordered;
    }

    /** The largest DCG that any order of a list has among its first {@code k}. */
    public double best(int list, int k) {
        var relevances = new byte[starts[list + 1] - starts[list]];
        for (var i = 0; i < relevances.length; i++) {
            relevances[i] = relevance[samples[starts[list] + i]];
        }
        Arrays.sort(relevances);
        var sum = 0.0;
        for (var place = 0; place < Math.min(k, relevances.length); place++) {
            sum += ((1L << relevances[relevances.length - 1 - place]) - 1) * discount(place);
        }
        return sum;
    }

    /** NDCG among the first {@code k} of a list: 1 where nothing in it is relevant. */
    public double ndcg(int list, float[] scores, int k) {
        var best = best(list, k);
        return best == 0 ? 1 : gained(ordered(list, scores), k) / best;
    }

    private double gained(int[] ordered, int k) {
        var sum = 0.0;
        for (var place = 0; place < Math.min(k, ordered.length); place++) {
            sum += gain(ordered[place]) * discount(place);
        }
        return sum;
    }

    /** 1 less the mean of the lists' NDCG among their first {@code k}; NaN where a score is no number. */
    public double loss(float[] scores, int k) {
        for (var score : scores) {
            if (Float.isNaN(score)) {
                return Double.NaN;
            }
        }
        var sum = 0.0;
        for (var list = 0; list < lists(); list++) {
            sum += ndcg(list, scores, k);
        }
        return 1 - sum / lists();
    }
}
