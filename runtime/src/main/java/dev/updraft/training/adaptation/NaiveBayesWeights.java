package dev.updraft.training.adaptation;

import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes.Feature;
import dev.updraft.training.TrainingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Distributions of features within classes. A gap does not count. */
final class NaiveBayesWeights implements SupervisedWeights {
    /** Of a class that has no samples. */
    private static final double LEAST_PRIOR = 1e-7;
    /** So that no logarithm is infinite; as scikit-learn. */
    private static final double LEAST_ALPHA = 1e-10;

    private final NaiveBayes layer;
    private final double alpha;
    private final double[] samples;
    private final List<Feature.Normal> numbers;
    private final Moments[][] moments;
    private final Moments[] ofAll;
    private final List<Feature.Truth> truths;
    private final double[][] known;
    private final double[][] holding;
    private final List<Feature.Values> categories;
    /** By row of the weight, and class. */
    private final double[][] values;

    private final List<Feature.Words> words;
    private final double[][] occurrences;
    private long added;
    private double total;

    NaiveBayesWeights(NaiveBayes layer) {
        this.layer = layer;
        alpha = Math.max(layer.alpha(), LEAST_ALPHA);
        var classes = layer.classes();
        samples = new double[classes];
        numbers = layer.features(Feature.Normal.class);
        moments = Stream.generate(() -> moments(numbers.size())).limit(classes).toArray(Moments[][]::new);
        ofAll = moments(numbers.size());
        truths = layer.features(Feature.Truth.class);
        known = new double[truths.size()][classes];
        holding = new double[truths.size()][classes];
        categories = layer.features(Feature.Values.class);
        values = new double[layer.values()][classes];
        words = layer.features(Feature.Words.class);
        occurrences = new double[layer.words()][classes];
    }

    private static Moments[] moments(int count) {
        return Stream.generate(Moments::new).limit(count).toArray(Moments[]::new);
    }

    @Override
    public void add(float[] sample, double weight) {
        var number = (int) sample[sample.length - 1];
        samples[number] += weight;
        total += weight;
        added++;
        for (var i = 0; i < numbers.size(); i++) {
            if (isThere(numbers.get(i), sample)) {
                moments[number][i].add(sample[numbers.get(i).place()], weight);
                ofAll[i].add(sample[numbers.get(i).place()], weight);
            }
        }
        for (var i = 0; i < truths.size(); i++) {
            if (isThere(truths.get(i), sample)) {
                known[i][number] += weight;
                holding[i][number] += sample[truths.get(i).place()] > 0 ? weight : 0;
            }
        }
        var first = 0;
        for (var feature : categories) {
            var value = (int) sample[feature.place()]; // Behind the point is the fold.
            if (value >= feature.gaps()) {
                values[first + value][number] += weight;
            }
            first += feature.size();
        }
        var word = 0;
        for (var group : words) {
            for (var place : group.places()) {
                occurrences[word++][number] += weight * count(sample[place], place);
            }
        }
    }

    private static boolean isThere(Feature feature, float[] sample) {
        return feature.presence() == Feature.ALWAYS || sample[feature.presence()] != 0;
    }

    private float count(float found, int place) {
        if (found < 0) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "naive_bayes(kind: multinomial) takes counts, and number %d of training sample %d is %s: write kind: gaussian,"
                            + " or leave out what scales the counts",
                    place + 1,
                    added,
                    found));
        }
        return found;
    }

    @Override
    public Map<String, float[]> finish() {
        var weights = new HashMap<String, float[]>();
        var classes = samples.length;
        var prior = new float[classes];
        for (var i = 0; i < classes; i++) {
            prior[i] = (float) Math.log(Math.max(samples[i] / total, LEAST_PRIOR));
        }
        weights.put(NaiveBayes.CLASS_LOG_PRIOR, prior);
        if (numbers.size() > 0) {
            putNormals(weights);
        }
        if (truths.size() > 0) {
            putTruths(weights);
        }
        if (values.length > 0) {
            weights.put(NaiveBayes.LOG_CATEGORY, logOfCategories());
        }
        if (occurrences.length > 0) {
            weights.put(NaiveBayes.LOG_WORD, logOfWords());
        }
        return weights;
    }

    /** A class without any value of a number has the distribution of all. */
    private void putNormals(Map<String, float[]> weights) {
        var largest = Arrays.stream(ofAll).mapToDouble(Moments::variance).max().orElse(0);
        var smoothing = layer.varSmoothing() * (largest > 0 ? largest : 1);
        var mean = new float[samples.length * numbers.size()];
        var variance = new float[mean.length];
        for (var number = 0; number < samples.length; number++) {
            for (var i = 0; i < numbers.size(); i++) {
                var own = moments[number][i];
                var taken = own.count() == 0 ? ofAll[i] : own;
                var at = number * numbers.size() + i;
                mean[at] = (float) taken.mean();
                variance[at] = Math.max((float) (taken.variance() + smoothing), Float.MIN_NORMAL);
            }
        }
        weights.put(NaiveBayes.MEAN, mean);
        weights.put(NaiveBayes.VARIANCE, variance);
    }

    private void putTruths(Map<String, float[]> weights) {
        var classes = samples.length;
        var isTrue = new float[truths.size() * classes];
        var isFalse = new float[isTrue.length];
        for (var i = 0; i < truths.size(); i++) {
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

    /** A value that no sample has says nothing, in any class; nor does a gap. */
    private float[] logOfCategories() {
        var classes = samples.length;
        var logarithms = new float[values.length * classes];
        var first = 0;
        for (var feature : categories) {
            var end = first + feature.size();
            var seen = Arrays.stream(values, first, end)
                    .filter(counts -> Arrays.stream(counts).sum() > 0)
                    .count();
            for (var number = 0; number < classes; number++) {
                var ofClass = 0.0;
                for (var value = first; value < end; value++) {
                    ofClass += values[value][number];
                }
                for (var value = first; value < end; value++) {
                    var isSeen = Arrays.stream(values[value]).sum() > 0;
                    var share = (values[value][number] + alpha) / (ofClass + alpha * seen);
                    logarithms[value * classes + number] = isSeen ? (float) Math.log(share) : 0;
                }
            }
            first = end;
        }
        return logarithms;
    }

    private float[] logOfWords() {
        var classes = samples.length;
        var logarithms = new float[occurrences.length * classes];
        var isCounted = new boolean[occurrences.length];
        var counted = 0;
        var word = 0;
        for (var group : words) {
            for (var end = word + group.count(); word < end; word++) {
                isCounted[word] =
                        !group.isOpen() || Arrays.stream(occurrences[word]).sum() > 0;
                counted += isCounted[word] ? 1 : 0;
            }
        }
        for (var number = 0; number < classes; number++) {
            var ofClass = alpha * counted;
            for (var ofWord : occurrences) {
                ofClass += ofWord[number];
            }
            for (var i = 0; i < occurrences.length; i++) {
                var share = (occurrences[i][number] + alpha) / ofClass;
                logarithms[i * classes + number] = isCounted[i] ? (float) Math.log(share) : 0;
            }
        }
        return logarithms;
    }
}
