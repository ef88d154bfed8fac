package dev.updraft.foreign.xgboost;

import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignFeature;
import dev.updraft.foreign.trees.ForeignFeature.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What XGBoost's trees ask about. */
final class XgboostFeatures {
    /** More no text of a model can name. */
    private static final int MOST_CODES = 32_000;

    /** More no text of a model can declare. */
    private static final int MOST_FEATURES = 32_000;

    /** Numbers of the types of categories that are unsigned, which the binary format has as signed ones. */
    private static final int U8 = 10;

    private static final int U64 = 16;

    private XgboostFeatures() {}

    /** @param trees all trees, which tell which codes of categories there are if the file does not */
    static List<ForeignFeature> of(Part learner, Part model, List<Part> trees, int count) {
        if (count > MOST_FEATURES) {
            throw new ForeignException(
                    learner.file(),
                    "has " + count + " features, more than a model file can declare; train it on those that matter");
        }
        var names = texts(learner.find("feature_names"), count);
        var types = texts(learner.find("feature_types"), count);
        var codes = codes(trees, count);
        var named = categories(model.find("cats"), count);
        var features = new ArrayList<ForeignFeature>();
        for (var i = 0; i < count; i++) {
            var name = names.isEmpty() ? "f" + i : names.get(i);
            var type = types.isEmpty() ? "" : types.get(i);
            if (type.equals("c") || codes[i] > 0) {
                features.add(category(name, named.get(i), codes[i], learner));
            } else {
                features.add(ForeignFeature.of(name, type.equals("i") ? Kind.TRUTH : Kind.NUMBER));
            }
        }
        return features;
    }

    private static List<String> texts(@Nullable Part part, int count) {
        var elements = part == null ? List.<Part>of() : part.elements();
        if (part != null && !elements.isEmpty() && elements.size() != count) {
            throw part.wrong("has " + elements.size() + " elements, expected one for each of " + count + " features");
        }
        return elements.stream().map(Part::text).toList();
    }

    /** Of each feature how many codes its sets reach to; 0 if no tree asks about a set. */
    private static int[] codes(List<Part> trees, int count) {
        var codes = new int[count];
        for (var tree : trees) {
            var sets = XgboostSets.of(tree);
            if (!sets.isEmpty()) {
                var about = tree.member("split_indices").numbers();
                sets.forEach((node, set) -> {
                    if (node < about.length && about[node] >= 0 && about[node] < count) {
                        codes[(int) about[node]] = Math.max(codes[(int) about[node]], Math.max(1, set.length()));
                    }
                });
            }
        }
        return codes;
    }

    private static ForeignFeature category(String name, List<String> named, int codes, Part learner) {
        if (codes > MOST_CODES || named.size() > MOST_CODES) {
            throw new ForeignException(
                    learner.file(),
                    "feature '" + name + "' has categories up to " + (Math.max(codes, named.size()) - 1)
                            + ", more than a model file can name");
        }
        if (named.isEmpty()) {
            return ForeignFeature.ofCodes(
                    name, IntStream.range(0, Math.max(1, codes)).boxed());
        }
        if (named.size() < codes) {
            throw ForeignException.damaged(
                    learner.file(),
                    "`learner.gradient_booster.model.cats`",
                    "feature '" + name + "' has " + named.size() + " categories, but a tree asks about number "
                            + (codes - 1));
        }
        return ForeignFeature.named(name, named);
    }

    /** The categories that the file names, since version 3.1; of each feature, none if it has none. */
    private static List<List<String>> categories(@Nullable Part cats, int count) {
        var columns = cats == null ? List.<Part>of() : cats.member("enc").elements();
        if (cats != null && !columns.isEmpty() && columns.size() != count) {
            throw cats.wrong(
                    "`enc` has " + columns.size() + " elements, expected one for each of " + count + " features");
        }
        var all = new ArrayList<List<String>>();
        for (var i = 0; i < count; i++) {
            all.add(columns.isEmpty() ? List.of() : categories(columns.get(i)));
        }
        return all;
    }

    private static List<String> categories(Part column) {
        var offsets = column.find("offsets");
        return offsets == null ? whole(column) : texts(column, offsets);
    }

    private static List<String> whole(Part column) {
        var type = column.member("type").whole(1 << 8);
        var isUnsigned = type >= U8 && type <= U64 && type % 2 == 0;
        var range = Math.pow(2, 8 << ((type - U8) / 2));
        return Arrays.stream(column.member("values").numbers())
                .mapToObj(value -> Long.toString((long) (isUnsigned && value < 0 ? value + range : value)))
                .toList();
    }

    private static List<String> texts(Part column, Part offsets) {
        var bytes = column.member("values").wholes(Byte.MIN_VALUE, 255);
        var ends = offsets.wholes(0, bytes.length);
        var texts = new ArrayList<String>();
        for (var i = 1; i < ends.length; i++) {
            if (ends[i] < ends[i - 1]) {
                throw offsets.wrong("number " + i + " is below the one before it");
            }
            var text = new byte[ends[i] - ends[i - 1]];
            for (var at = 0; at < text.length; at++) {
                text[at] = (byte) bytes[ends[i - 1] + at];
            }
            texts.add(new String(text, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
