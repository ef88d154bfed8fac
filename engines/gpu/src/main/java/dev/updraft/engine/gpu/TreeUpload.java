package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import dev.updraft.engine.spi.DeviceFeature;
import dev.updraft.engine.spi.DeviceTree;
import dev.updraft.engine.spi.TreeShape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes down a tree that begins, for the device. */
record TreeUpload(List<DeviceFeature> features, TreeShape shape, TreeSizes sizes, SharedArrays<TreeArray> arrays) {
    private static final int OWNER_BITS = 16;

    /** Fills the arrays that a tree begins with; gives which they are. */
    Set<TreeArray> write(DeviceTree tree) {
        for (var k = 0; k < tree.words().length; k++) {
            arrays.set(TreeArray.WORDS, k * sizes.rows(), tree.words()[k]);
        }
        arrays.set(TreeArray.ORDER, 0, Arrays.copyOf(tree.order(), tree.drawn()));
        writeRules(tree.rules());
        writeFeatures(tree.features());
        arrays.set(TreeArray.TREE, TreeRules.SINGLE, tree.outputOf() == null ? 0 : 1);
        var written = EnumSet.of(TreeArray.WORDS, TreeArray.ORDER, TreeArray.TREE, TreeArray.RULES);
        if (tree.outputOf() != null || tree.rules().leastRows() > 0) {
            writeOwners(tree);
            written.add(TreeArray.OWNERS);
        }
        return written;
    }

    private void writeOwners(DeviceTree tree) {
        var owners = arrays.of(TreeArray.OWNERS);
        var outputOf = tree.outputOf();
        var times = tree.times();
        for (var row = 0; row < sizes.rows(); row++) {
            var owner = outputOf == null ? 0 : outputOf[row];
            owners.setAtIndex(JAVA_INT, row, (times == null ? 1 : times[row]) << OWNER_BITS | owner);
        }
    }

    private void writeRules(DeviceTree.Rules rules) {
        arrays.set(TreeArray.TREE, TreeRules.OUTPUTS, shape.outputs());
        arrays.set(TreeArray.TREE, TreeRules.PLANES, shape.outputs() + (rules.leastRows() > 0 ? 1 : 0));
        arrays.set(TreeArray.TREE, TreeRules.CURVATURE_BITS, rules.curvatureBits());
        arrays.set(TreeArray.TREE, TreeRules.LEAST_ROWS, rules.leastRows());
        arrays.set(TreeArray.TREE, TreeRules.SET_MOST, rules.sets().most());
        arrays.set(TreeArray.TREE, TreeRules.SET_EXACT, rules.sets().exactUpTo());
        arrays.set(TreeArray.TREE, TreeRules.RANDOM, rules.randomThresholds() ? 1 : 0);
        arrays.set(TreeArray.TREE, TreeRules.ROWS, sizes.rows());
        arrays.set(TreeArray.TREE, TreeRules.TABLE, sizes.table());
        arrays.set(TreeArray.TREE, TreeRules.AT_A_TIME, rules.featuresAtATime());
        var reals = new double[TreeRules.FIRST_THRESHOLD];
        reals[TreeRules.GRADIENT_UNIT] = rules.gradientUnit();
        reals[TreeRules.CURVATURE_UNIT] = rules.curvatureUnit();
        reals[TreeRules.LAMBDA] = rules.lambda();
        reals[TreeRules.ALPHA] = rules.alpha();
        reals[TreeRules.SET_SMOOTHING] = rules.sets().smoothing();
        reals[TreeRules.SET_LAMBDA] = rules.sets().lambda();
        reals[TreeRules.MOST] = Float.MAX_VALUE;
        arrays.set(TreeArray.RULES, 0, reals);
    }

    private void writeFeatures(int[] ofTree) {
        var bins = 0;
        var threshold = TreeRules.FIRST_THRESHOLD;
        for (var place = 0; place < ofTree.length; place++) {
            var feature = features.get(ofTree[place]);
            var entry = new int[TreeRules.FEATURE];
            entry[TreeRules.COLUMN] = sizes.firstOf(features, ofTree[place]);
            entry[TreeRules.ROWS_OF_INT] = feature.bytes() == Byte.BYTES ? 2 : 1;
            entry[TreeRules.FIRST] = bins;
            entry[TreeRules.COUNT] = feature.bins();
            entry[TreeRules.CATEGORICAL] = feature.categorical() ? 1 : 0;
            entry[TreeRules.DIRECTION] = feature.direction();
            entry[TreeRules.THRESHOLDS] = threshold;
            arrays.set(TreeArray.TREE, TreeRules.FIRST_FEATURE + place * TreeRules.FEATURE, entry);
            for (var end : feature.thresholds()) {
                arrays.of(TreeArray.RULES).setAtIndex(JAVA_DOUBLE, threshold++, end);
            }
            bins += feature.bins();
        }
        arrays.set(TreeArray.TREE, TreeRules.FEATURES, ofTree.length);
        arrays.set(TreeArray.TREE, TreeRules.BINS, bins);
    }
}
