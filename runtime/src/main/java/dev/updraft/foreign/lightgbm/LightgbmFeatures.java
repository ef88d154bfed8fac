package dev.updraft.foreign.lightgbm;

import dev.updraft.foreign.document.JsonDocument;
import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.document.Value;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignFeature;
import dev.updraft.foreign.trees.ForeignFeature.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What LightGBM's trees ask about.
 *
 * @param codes of each feature the codes of its categories, in the order of its values; none of a number
 */
record LightgbmFeatures(List<ForeignFeature> features, List<List<Integer>> codes) {
    /** More no text of a model can declare. */
    private static final int MOST = 32_000;

    static LightgbmFeatures of(LightgbmText text) {
        var head = text.head();
        var count = head.whole("max_feature_idx", 0, MOST - 1) + 1;
        var names = head.words("feature_names", count);
        var kinds = head.words("feature_infos", count);
        var seen = new ArrayList<NavigableSet<Integer>>();
        for (var feature = 0; feature < count; feature++) {
            seen.add(codes(head, feature, kinds[feature]));
        }
        for (var tree : text.trees()) {
            LightgbmSets.addTo(tree, seen);
        }
        var ofCategories =
                IntStream.range(0, count).filter(i -> !seen.get(i).isEmpty()).toArray();
        var named = named(text, ofCategories);
        var features = new ArrayList<ForeignFeature>();
        var codes = new ArrayList<List<Integer>>();
        for (var feature = 0; feature < count; feature++) {
            var place = java.util.Arrays.binarySearch(ofCategories, feature);
            if (place < 0) {
                features.add(ForeignFeature.of(names[feature], Kind.NUMBER));
                codes.add(List.of());
                continue;
            }
            var known = seen.get(feature);
            if (named.isEmpty()) {
                features.add(ForeignFeature.ofCodes(names[feature], known.stream()));
                codes.add(List.copyOf(known));
                continue;
            }
            var values = named.get(place);
            if (known.last() >= values.size()) {
                throw head.wrong(
                        "feature_infos",
                        "feature '" + names[feature] + "' has category " + known.last()
                                + ", but pandas_categorical has " + values.size() + " for it");
            }
            features.add(ForeignFeature.named(names[feature], values));
            codes.add(IntStream.range(0, values.size()).boxed().toList());
        }
        return new LightgbmFeatures(features, codes);
    }

    /** Of a category its codes, {@code -1:3:1:0}; −1 is a gap. A number has {@code [least:most]}, and what tells nothing {@code none}. */
    private static NavigableSet<Integer> codes(Section head, int feature, String kind) {
        var codes = new TreeSet<Integer>();
        if (kind.startsWith("[") || kind.equals("none")) {
            return codes;
        }
        for (var code : kind.split(":", -1)) {
            try {
                var number = Integer.parseInt(code);
                if (number >= 0) {
                    codes.add(number);
                }
            } catch (NumberFormatException _) {
                throw head.wrong("feature_infos", "element " + feature + " has a category that is no whole number");
            }
        }
        return codes;
    }

    /** The values of the categories that pandas has made codes of, in the order of the features; none if there are none. */
    private static List<List<String>> named(LightgbmText text, int... ofCategories) {
        var json = text.categories();
        if (json == null || json.isBlank() || json.strip().equals("null")) {
            return List.of();
        }
        var lists = parse(text.head().file(), json);
        if (lists.isEmpty()) {
            return List.of();
        }
        if (lists.size() != ofCategories.length) {
            throw new ForeignException(
                    text.head().file(),
                    "its table had " + lists.size()
                            + " columns of categories (pandas_categorical), of which the trees have "
                            + ofCategories.length
                            + ": the file does not tell which; train it on a table in which all of"
                            + " them are categories without an order and have several values");
        }
        return lists;
    }

    private static List<List<String>> parse(Path file, String json) {
        try {
            var bytes = json.getBytes(StandardCharsets.UTF_8);
            return JsonDocument.read(file, new ByteArrayInputStream(bytes)).elements().stream()
                    .map(LightgbmFeatures::values)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> values(Part part) {
        if (part.value() instanceof Value.Numbers(var numbers)) {
            var values = new ArrayList<String>();
            for (var number : numbers) {
                values.add(
                        number == Math.rint(number) && Math.abs(number) < 1e15
                                ? Long.toString((long) number)
                                : Double.toString(number));
            }
            return values;
        }
        return part.elements().stream().map(Part::text).toList();
    }
}
