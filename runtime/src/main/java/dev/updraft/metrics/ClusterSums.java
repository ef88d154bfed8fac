package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.ProblemType.Clusters;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What sums tell of clusters: squared distances, and how many samples of each class are in each cluster. */
final class ClusterSums {
    private final Clusters clusters;
    private final int classes;
    private final float[] numbers;
    private final double[] inertia = new double[1];
    /** Of cluster c and class t at {@code c * classes + t}. */
    private final long[] counts;

    /** @param classes of the target that clusters are compared with; 0 without one */
    ClusterSums(Clusters clusters, int classes) {
        this.clusters = clusters;
        this.classes = classes;
        numbers = new float[clusters.count()];
        counts = new long[Math.multiplyExact(clusters.count(), classes)];
    }

    /** @param labels the class of each sample; null without a target */
    void add(int samples, MemorySegment predictions, @Nullable MemorySegment labels) {
        for (var i = 0; i < samples; i++) {
            MemorySegment.copy(predictions, JAVA_FLOAT, (long) i * numbers.length * Float.BYTES, numbers, 0, numbers.length);
            var cluster = clusters.of(numbers, 0);
            inertia[0] += (double) numbers[cluster] * numbers[cluster];
            if (labels != null && classes > 0) {
                counts[cluster * classes + labels.getAtIndex(JAVA_INT, i)]++;
            }
        }
    }

    /** Sum of the squared distances from the nearest centre. */
    double inertia() {
        return inertia[0];
    }

    /** Hubert and Arabie, 1985. 1 where both are of one group, or every sample is a group of its own. */
    double adjustedRand() {
        var ofClusters = new long[clusters.count()];
        var ofClasses = new long[classes];
        var pairs = 0.0;
        var all = 0L;
        for (var i = 0; i < counts.length; i++) {
            ofClusters[i / classes] += counts[i];
            ofClasses[i % classes] += counts[i];
            pairs += pairs(counts[i]);
            all += counts[i];
        }
        var inClusters = Arrays.stream(ofClusters).mapToDouble(ClusterSums::pairs).sum();
        var inClasses = Arrays.stream(ofClasses).mapToDouble(ClusterSums::pairs).sum();
        var expected = all < 2 ? 0 : inClusters * inClasses / pairs(all);
        var most = (inClusters + inClasses) / 2;
        return most == expected ? 1 : (pairs - expected) / (most - expected);
    }

    private static double pairs(long count) {
        return count * (count - 1.0) / 2;
    }

    void reset() {
        inertia[0] = 0;
        Arrays.fill(counts, 0);
    }

    void write(DataOutput out) throws IOException {
        StoredArrays.write(out, inertia);
        StoredArrays.write(out, counts);
    }

    void read(DataInput in) throws IOException {
        StoredArrays.read(in, inertia);
        StoredArrays.read(in, counts);
    }
}
