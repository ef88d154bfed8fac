package dev.updraft.training.linear;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A loss of straight pieces, as hinge and absolute error are: of each score alone, with one kink or two. Their places and slopes
 * are found by asking the loss itself. It has no curvature, so that it is rounded: around each kink the slope rises evenly over
 * some width. The narrower that is, the nearer is the minimum to that of the loss.
 */
final class KinkedLoss implements SampleLoss {
    private static final int MOST_DOUBLINGS = 40;
    /** As many halvings as float32 has bits of a difference, and some. */
    private static final int HALVINGS = 60;

    private final double[][][] places;
    private final double[][] lowest;
    private final double[][][] jumps;
    private final double spread;
    private double width;

    private KinkedLoss(double[][] lowest, double[][][] places, double[][][] jumps) {
        this.lowest = lowest;
        this.places = places;
        this.jumps = jumps;
        spread = spread();
        width = spread;
    }

    /** The kinks of a loss; null if it is not made of straight pieces with one kink or two. */
    static @Nullable KinkedLoss of(SampleLoss loss) {
        return new Search(loss).kinks();
    }

    /** How far the kinks lie around their mean, or if all are at one place how far that is from 0; 1 if that is 0. */
    double spread() {
        var mean = 0.0;
        var count = 0;
        for (var place : kinks()) {
            mean += place;
            count++;
        }
        mean /= Math.max(1, count);
        var squares = 0.0;
        for (var place : kinks()) {
            squares += (place - mean) * (place - mean);
        }
        var deviation = Math.sqrt(squares / Math.max(1, count));
        if (deviation > 1e-6 * Math.abs(mean)) {
            return deviation;
        }
        return mean == 0 ? 1 : Math.abs(mean);
    }

    /** Where slopes change. */
    private double[] kinks() {
        return IntStream.range(0, places.length)
                .boxed()
                .flatMapToDouble(kink -> IntStream.range(0, outputs())
                        .boxed()
                        .flatMapToDouble(output -> IntStream.range(0, samples())
                                .filter(i -> jumps[kink][output][i] > 0)
                                .mapToDouble(i -> places[kink][output][i])))
                .toArray();
    }

    /** Over how much of the {@link #spread} each kink is rounded. */
    void width(double ofSpread) {
        width = spread * ofSpread;
    }

    @Override
    public int outputs() {
        return lowest.length;
    }

    @Override
    public int samples() {
        return lowest[0].length;
    }

    @Override
    public double compute(double[][] scores, double[][] slopes, double[][] curvatures) {
        var sum = 0.0;
        for (var output = 0; output < lowest.length; output++) {
            for (var i = 0; i < scores[output].length; i++) {
                var score = scores[output][i];
                var slope = lowest[output][i];
                var curvature = 0.0;
                // From the first kink on; what is before is the same for all weights but for a constant.
                sum += slope * (score - places[0][output][i]);
                for (var kink = 0; kink < places.length; kink++) {
                    var jump = jumps[kink][output][i];
                    var beyond = score - places[kink][output][i] + width / 2;
                    if (beyond >= width) {
                        slope += jump;
                        sum += jump * (beyond - width / 2);
                    } else if (beyond > 0) {
                        slope += jump * beyond / width;
                        sum += jump * beyond * beyond / (2 * width);
                        curvature += jump / width;
                    }
                }
                slopes[output][i] = slope;
                curvatures[output][i] = curvature;
            }
        }
        return sum;
    }

    /** Asks a loss for its kinks. */
    private static final class Search {
        private final SampleLoss loss;
        private final double[][] slopes;
        private final double[][] curvatures;

        Search(SampleLoss loss) {
            this.loss = loss;
            slopes = new double[loss.outputs()][loss.samples()];
            curvatures = new double[loss.outputs()][loss.samples()];
        }

        @Nullable
        KinkedLoss kinks() {
            if (!isFlat(everywhere(0)) || !isFlat(everywhere(1)) || !isFlat(everywhere(-1))) {
                return null;
            }
            var far = far();
            if (far == 0) {
                return null;
            }
            var lowest = slopesAt(everywhere(-far));
            var highest = slopesAt(everywhere(far));
            var first = places(lowest, far, true);
            var last = places(highest, far, false);
            var between = new double[loss.outputs()][];
            Arrays.setAll(between, output -> middle(first[output], last[output]));
            var middle = slopesAt(between);
            var quarters = new double[loss.outputs()][];
            Arrays.setAll(quarters, output -> middle(first[output], between[output]));
            var quarter = slopesAt(quarters);
            var jumps = new double[2][loss.outputs()][loss.samples()];
            for (var output = 0; output < lowest.length; output++) {
                for (var i = 0; i < lowest[output].length; i++) {
                    var isOne = last[output][i] - first[output][i] <= 1e-5 * (1 + Math.abs(first[output][i]));
                    var slope = isOne ? highest[output][i] : middle[output][i];
                    var isStraight = isOne || quarter[output][i] == slope;
                    jumps[0][output][i] = slope - lowest[output][i];
                    jumps[1][output][i] = highest[output][i] - slope;
                    if (!isStraight || !(jumps[0][output][i] >= 0) || !(jumps[1][output][i] >= 0)) {
                        return null;
                    }
                }
            }
            return isOfEachAlone(lowest, highest, far) ? new KinkedLoss(lowest, new double[][][] {first, last}, jumps) : null;
        }

        /** Whether a score does not change what another's slope is. */
        private boolean isOfEachAlone(double[][] lowest, double[][] highest, double far) {
            for (var high = 0; loss.outputs() > 1 && high < loss.outputs(); high++) {
                var mixed = everywhere(-far);
                Arrays.fill(mixed[high], far);
                var found = slopesAt(mixed);
                for (var output = 0; output < found.length; output++) {
                    if (!Arrays.equals(found[output], output == high ? highest[output] : lowest[output])) {
                        return false;
                    }
                }
            }
            return true;
        }

        private double[][] everywhere(double score) {
            var scores = new double[loss.outputs()][loss.samples()];
            for (var ofOutput : scores) {
                Arrays.fill(ofOutput, score);
            }
            return scores;
        }

        private boolean isFlat(double[][] scores) {
            loss.compute(scores, slopes, curvatures);
            return Arrays.stream(curvatures).allMatch(ofOutput -> Arrays.stream(ofOutput).allMatch(bend -> bend == 0));
        }

        private double[][] slopesAt(double[][] scores) {
            loss.compute(scores, slopes, curvatures);
            var copy = new double[slopes.length][];
            Arrays.setAll(copy, output -> slopes[output].clone());
            return copy;
        }

        /** A score beyond all kinks; 0 if there is none. */
        private double far() {
            var far = 16.0;
            for (var doubling = 0; doubling < MOST_DOUBLINGS; doubling++) {
                if (Arrays.deepEquals(slopesAt(everywhere(far)), slopesAt(everywhere(16 * far)))
                        && Arrays.deepEquals(slopesAt(everywhere(-far)), slopesAt(everywhere(-16 * far)))) {
                    return far;
                }
                far *= 2;
            }
            return 0;
        }

        /** Where the slope stops being the lowest, or begins to be the highest. */
        private double[][] places(double[][] known, double far, boolean isFirst) {
            var low = everywhere(-far);
            var high = everywhere(far);
            var middle = everywhere(0);
            for (var halving = 0; halving < HALVINGS; halving++) {
                var found = slopesAt(middle);
                for (var output = 0; output < known.length; output++) {
                    for (var i = 0; i < known[output].length; i++) {
                        var isKnown = found[output][i] == known[output][i];
                        if (isKnown == isFirst) {
                            low[output][i] = middle[output][i];
                        } else {
                            high[output][i] = middle[output][i];
                        }
                        middle[output][i] = (low[output][i] + high[output][i]) / 2;
                    }
                }
            }
            return middle;
        }

        private static double[] middle(double[] low, double[] high) {
            var middle = new double[low.length];
            Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
            return middle;
        }
    }
}
