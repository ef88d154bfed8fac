package dev.updraft.training.adaptation;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.PreprocessingLayer.Discretization;
import dev.updraft.compiler.layers.PreprocessingLayer.QuantileScaling;
import dev.updraft.compiler.layers.PreprocessingLayer.RobustScaling;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.compiler.layers.TableLayer.Fill;
import dev.updraft.compiler.layers.TableLayer.Imputation;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Learns the weights of one layer from what it takes. */
public sealed interface AdaptedWeights
        permits AdaptedWeights.OfNormalization,
                AdaptedWeights.OfQuantiles,
                AdaptedWeights.OfImputation,
                AdaptedWeights.OfEncode,
                TargetMeans {

    /** Takes what the layer takes of one sample; behind it the target, for a layer that learns from that. */
    void add(float[] sample);

    /** The weights by their names. */
    Map<String, float[]> finish();

    /** For a layer that learns. */
    static AdaptedWeights of(Layer layer, int channels) {
        return switch (layer) {
            case NormalizationLayer.Normalization _ -> new OfNormalization(moments(channels));
            case Imputation(var fill, var _) -> new OfImputation(fill, new Moments(), new Quantiles(1));
            case Encode encode -> new OfEncode(encode);
            case TargetEncoding encoding -> new TargetMeans(encoding);
            case Discretization(var bins) ->
                new OfQuantiles(quantiles(channels), channel -> Map.of(Discretization.BOUNDARIES, channel.inner(bins)));
            case QuantileScaling(var count) ->
                new OfQuantiles(quantiles(channels), channel -> Map.of(QuantileScaling.QUANTILES, channel.all(count)));
            case RobustScaling _ -> new OfQuantiles(quantiles(channels), AdaptedWeights::robust);
            case Layer other -> throw new IllegalArgumentException(other + " learns nothing");
        };
    }

    private static Moments[] moments(int count) {
        return Stream.generate(Moments::new).limit(count).toArray(Moments[]::new);
    }

    private static Quantiles[] quantiles(int count) {
        return Stream.generate(() -> new Quantiles(count)).limit(count).toArray(Quantiles[]::new);
    }

    private static Map<String, float[]> robust(Quantiles channel) {
        var quartiles = channel.quantiles(0.25, 0.5, 0.75);
        var width = quartiles[2] - quartiles[0];
        return Map.of(
                RobustScaling.MEDIAN, new float[] {(float) quartiles[1]},
                RobustScaling.SCALE, new float[] {width == 0 ? 1 : (float) (1 / width)});
    }

    private static float[] joined(float[] first, float[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float[] each(Moments[] moments, ToDoubleFunction<Moments> value) {
        var values = new float[moments.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(moments[i]);
        }
        return values;
    }

    /** Over all places but those of the last axis. */
    record OfNormalization(Moments[] moments) implements AdaptedWeights {
        @Override
        public void add(float[] sample) {
            for (var i = 0; i < sample.length; i++) {
                moments[i % moments.length].add(sample[i]);
            }
        }

        @Override
        public Map<String, float[]> finish() {
            return Map.of(
                    NormalizationLayer.Normalization.MEAN, each(moments, Moments::mean),
                    NormalizationLayer.Normalization.VARIANCE, each(moments, Moments::variance));
        }
    }

    /**
     * Of each place of the last axis, one behind the other.
     *
     * @param ofChannel the weights of one place
     */
    record OfQuantiles(Quantiles[] channels, Function<Quantiles, Map<String, float[]>> ofChannel)
            implements AdaptedWeights {
        @Override
        public void add(float[] sample) {
            for (var i = 0; i < sample.length; i++) {
                channels[i % channels.length].add(sample[i]);
            }
        }

        @Override
        public Map<String, float[]> finish() {
            var weights = new LinkedHashMap<String, float[]>();
            for (var channel : channels) {
                ofChannel.apply(channel).forEach((name, values) -> weights.merge(name, values, AdaptedWeights::joined));
            }
            return weights;
        }
    }

    /** Of the values that are there. */
    record OfImputation(Fill fill, Moments moments, Quantiles quantiles) implements AdaptedWeights {
        @Override
        public void add(float[] sample) {
            if (sample[1] != 0) {
                moments.add(sample[0]);
                quantiles.add(sample[0]);
            }
        }

        @Override
        public Map<String, float[]> finish() {
            var value = switch (fill) {
                case Fill.Mean() -> (float) moments.mean();
                case Fill.Median() -> quantiles.median();
                case Fill.MostFrequent() -> quantiles.mostFrequent();
                case Fill.Constant(var constant) -> (float) constant;
            };
            return Map.of(Imputation.FILL, new float[] {value});
        }
    }

    /** Of a row of a group, of whose numbers those count that are there. */
    final class OfEncode implements AdaptedWeights {
        private final Encode encode;
        private final int[] plain;
        private final Moments[] moments;
        private final Quantiles[] gaps;
        private final int[] ordered;
        private final Moments[] places;

        OfEncode(Encode encode) {
            this.encode = encode;
            plain = encode.plain().stream().mapToInt(i -> i).toArray();
            moments = moments(plain.length);
            gaps = quantiles(encode.group().optional());
            ordered = encode.categories(Encode.Way.ORDERED).stream()
                    .mapToInt(encode.group()::place)
                    .toArray();
            places = moments(ordered.length);
        }

        @Override
        public void add(float[] row) {
            var group = encode.group();
            for (var i = 0; i < plain.length; i++) {
                if (plain[i] < group.required() || row[group.presence(plain[i])] != 0) {
                    moments[i].add(row[plain[i]]);
                }
            }
            for (var i = 0; i < gaps.length; i++) {
                if (row[group.presence(group.required() + i)] != 0) {
                    gaps[i].add(row[group.required() + i]);
                }
            }
            for (var i = 0; i < ordered.length; i++) {
                if (row[ordered[i]] >= Category.FIRST) {
                    places[i].add(Math.floor(row[ordered[i]]) - Category.FIRST);
                }
            }
        }

        /** Truth values stay as they are. */
        private boolean isTruth(int place) {
            return encode.group().measures().get(plain[place]).kind() instanceof ColumnKind.Bool;
        }

        @Override
        public Map<String, float[]> finish() {
            var weights = new LinkedHashMap<String, float[]>();
            var mean = each(moments, Moments::mean);
            var scale = each(moments, Moments::scale);
            IntStream.range(0, plain.length).filter(this::isTruth).forEach(i -> {
                mean[i] = 0;
                scale[i] = 1;
            });
            weights.put(Encode.MEAN, mean);
            weights.put(Encode.SCALE, scale);
            var fill = new float[gaps.length];
            for (var i = 0; i < fill.length; i++) {
                fill[i] = gaps[i].median();
            }
            weights.put(Encode.FILL, fill);
            weights.put(Encode.ORDER_MEAN, each(places, Moments::mean));
            weights.put(Encode.ORDER_SCALE, each(places, Moments::scale));
            weights.values().removeIf(values -> values.length == 0);
            return weights;
        }

        @Override
        public String toString() {
            return "statistics of " + Arrays.toString(plain);
        }
    }
}
