package dev.updraft.training.adaptation;

import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.layers.TableLayer.TargetEncoding;
import java.util.Map;

/** Of each value of a category the mean of the target, of all rows and of those outside of each fold. */
final class TargetMeans implements AdaptedWeights {
    private final TargetEncoding encoding;
    private final int place;
    /** By fold, from 1, and value. */
    private final double[][] sums;

    private final long[][] counts;

    TargetMeans(TargetEncoding encoding) {
        this.encoding = encoding;
        place = encoding.group().place(encoding.column());
        sums = new double[1 + ColumnGroup.FOLDS][encoding.values()];
        counts = new long[1 + ColumnGroup.FOLDS][encoding.values()];
    }

    /** @param sample a row of the group with the number of its fold, and behind it the target */
    @Override
    public void add(float[] sample) {
        var value = (int) sample[place];
        var fold = Math.round((sample[place] - value) * ColumnGroup.foldPlaces());
        sums[fold][value] += sample[sample.length - 1];
        counts[fold][value]++;
    }

    @Override
    public Map<String, float[]> finish() {
        var means = new float[sums.length * encoding.values()];
        for (var left = 0; left < sums.length; left++) {
            write(left, means);
        }
        return Map.of(TargetEncoding.ENCODING, means);
    }

    /** @param left the fold that is left out; 0, which has no rows, for none */
    private void write(int left, float[] means) {
        var sum = new double[encoding.values()];
        var count = new long[encoding.values()];
        var sumOfAll = 0.0;
        var countOfAll = 0L;
        for (var fold = 1; fold < sums.length; fold++) {
            for (var value = 0; fold != left && value < sum.length; value++) {
                sum[value] += sums[fold][value];
                count[value] += counts[fold][value];
                sumOfAll += sums[fold][value];
                countOfAll += counts[fold][value];
            }
        }
        var mean = countOfAll == 0 ? 0 : sumOfAll / countOfAll;
        for (var value = 0; value < sum.length; value++) {
            var rows = count[value] + encoding.smooth();
            means[left * sum.length + value] =
                    (float) (rows == 0 ? mean : (sum[value] + encoding.smooth() * mean) / rows);
        }
    }
}
