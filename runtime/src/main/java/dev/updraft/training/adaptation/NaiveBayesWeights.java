package dev.updraft.training.adaptation;

import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes.Feature;
import dev.updraft.training.TrainingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Distributions of features within classes. What is NaN is a gap and does not count. */
final class NaiveBayesWeights implements AdaptedWeights {
    /** Of a class that has no samples. */
    private static final double LEAST_PRIOR = 1e-7;
    /** So that no logarithm is infinite; as scikit-learn. */
    private static final double LEAST_ALPHA = 1e-10;

    private final NaiveBayes layer;
    private final double alpha;
    private final long[] samples;
    private final int[] numbers;
    private final Moments[][] moments;
    private final Moments[] ofAll;
    private final int[] truths;
    private final long[][] known;
    private final long[][] holding;
    private final int[] categories;
    /** By row of the weight, and class. */
    private final long[][] values;

    private final int[] words;
    private final double[][] occurrences;
    private long added;

    NaiveBayesWeights(NaiveBayes layer) {
        this.layer = layer;
        alpha = Math.max(layer.alpha(), LEAST_ALPHA);
        var classes = layer.classes();
        samples = new long[classes];
        numbers = places(Feature.Number.class);
        moments = Stream.generate(() -> moments(numbers.length)).limit(classes).toArray(Moments[][]::new);
        ofAll = moments(numbers.length);
        truths = places(Feature.Truth.class);
        known = new long[truths.length][classes];
        holding = new long[truths.length][classes];
        categories = places(Feature.Values.class);
        values = new long[layer.values()][classes];
        words = places(Feature.Word.class);
        occurrences = new double[words.length][classes];
    }

    private int[] places(Class<? extends Feature> kind) {
        return layer.places(kind).stream().mapToInt(place -> place).toArray();
    }

    private static Moments[] moments(int count) {
        return Stream.generate(Moments::new).limit(count).toArray(Moments[]::new);
    }

    @Override
    public void add(float[] sample) {
        var number = (int) sample[sample.length - 1];
        samples[number]++;
        added++;
        for (var i = 0; i < numbers.length; i++) {
            var value = sample[numbers[i]];
            if (!Float.isNaN(value)) {
                moments[number][i].add(value);
                ofAll[i].add(value);
            }
        }
        for (var i = 0; i < truths.length; i++) {
            var value = sample[truths[i]];
            known[i][number] += Float.isNaN(value) ? 0 : 1;
            holding[i][number] += value > 0 ? 1 : 0;
        }
        var first = 0;
        for (var place : categories) {
            if (!Float.isNaN(sample[place])) {
                values[first + (int) sample[place]][number]++;
            }
            first += size(place);
        }
        for (var i = 0; i < words.length; i++) {
            var count = sample[words[i]];
            if (count < 0) {
                throw new TrainingException(String.format(
                        Locale.ROOT,
                        "naive_bayes(kind: multinomial) counts, and number %d of training sample %d is %s: take kind: gaussian,"
                                + " or leave out what scales the counts",
                        words[i] + 1,
                        added,
                        count));
            }
            occurrences[i][number] += count;
        }
    }

    private int size(int place) {
        return ((Feature.Values) layer.features().get(place)).size();
    }

    @Override
    public Map<String, float[]> finish() {
        var weights = new HashMap<String, float[]>();
        var classes = samples.length;
        var prior = new float[classes];
        for (var i = 0; i < classes; i++) {
            prior[i] = (float) Math.log(Math.max((double) samples[i] / added, LEAST_PRIOR));
        }
        weights.put(NaiveBayes.CLASS_LOG_PRIOR, prior);
        if (numbers.length > 0) {
            putNormals(weights);
        }
        if (truths.length > 0) {
            putTruths(weights);
        }
        if (values.length > 0) {
            weights.put(NaiveBayes.LOG_CATEGORY, logOfCategories());
        }
        if (words.length > 0) {
            weights.put(NaiveBayes.LOG_WORD, logOfWords());
        }
        return weights;
    }

    /** A class without any value of a number has the distribution of all. */
    private void putNormals(Map<String, float[]> weights) {
        var largest = Arrays.stream(ofAll).mapToDouble(Moments::variance).max().orElse(0);
        var smoothing = layer.varSmoothing() * (largest > 0 ? largest : 1);
        var mean = new float[samples.length * numbers.length];
        var variance = new float[mean.length];
        for (var number = 0; number < samples.length; number++) {
            for (var i = 0; i < numbers.length; i++) {
                var own = moments[number][i];
                var taken = own.count() == 0 ? ofAll[i] : own;
                var at = number * numbers.length + i;
                mean[at] = (float) taken.mean();
                variance[at] = Math.max((float) (taken.variance() + smoothing), Float.MIN_NORMAL);
            }
        }
        weights.put(NaiveBayes.MEAN, mean);
        weights.put(NaiveBayes.VARIANCE, variance);
    }

    private void putTruths(Map<String, float[]> weights) {
        var classes = samples.length;
        var isTrue = new float[truths.length * classes];
        var isFalse = new float[isTrue.length];
        for (var i = 0; i < truths.length; i++) {
            for (var number = 0; number < classes; number++) {
                var share = (holding[i][number] + alpha) / (known[i][number] + 2 * alpha);
                var other = (known[i][number] - holding[i][number] + alpha) / (known[i][number] + 2 * alpha);
                isTrue[i * classes + number] = (float) Math.log(share);
                isFalse[i * classes + number] = (float) Math.log(other);
            }
        }
        weights.put(NaiveBayes.LOG_TRUE, isTrue);
        weights.put(NaiveBayes.LOG_FALSE, isFalse);
    }

    /** A value that no sample has says nothing, in any class; so does the last row, which is of gaps. */
    private float[] logOfCategories() {
        var classes = samples.length;
        var logarithms = new float[(values.length + 1) * classes];
        var first = 0;
        for (var place : categories) {
            var end = first + size(place);
            var seen = Arrays.stream(values, first, end)
                    .filter(counts -> Arrays.stream(counts).sum() > 0)
                    .count();
            for (var number = 0; number < classes; number++) {
                var total = 0L;
                for (var value = first; value < end; value++) {
                    total += values[value][number];
                }
                for (var value = first; value < end; value++) {
                    var isSeen = Arrays.stream(values[value]).sum() > 0;
                    var share = (values[value][number] + alpha) / (total + alpha * seen);
                    logarithms[value * classes + number] = isSeen ? (float) Math.log(share) : 0;
                }
            }
            first = end;
        }
        return logarithms;
    }

    private float[] logOfWords() {
        var classes = samples.length;
        var logarithms = new float[words.length * classes];
        var isCounted = new boolean[words.length];
        var counted = 0;
        for (var i = 0; i < words.length; i++) {
            var isOpen = ((Feature.Word) layer.features().get(words[i])).isOpen();
            isCounted[i] = !isOpen || Arrays.stream(occurrences[i]).sum() > 0;
            counted += isCounted[i] ? 1 : 0;
        }
        for (var number = 0; number < classes; number++) {
            var total = alpha * counted;
            for (var ofWord : occurrences) {
                total += ofWord[number];
            }
            for (var i = 0; i < words.length; i++) {
                var share = (occurrences[i][number] + alpha) / total;
                logarithms[i * classes + number] = isCounted[i] ? (float) Math.log(share) : 0;
            }
        }
        return logarithms;
    }
}
