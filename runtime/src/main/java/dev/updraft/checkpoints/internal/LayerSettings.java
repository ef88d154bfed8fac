package dev.updraft.checkpoints.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is set otherwise in two models that have the same lines but for settings: {@code trees is 40, but was 30}. */
final class LayerSettings {
    private LayerSettings() {}

    /** {@code boosted_trees = boosted_trees(features, trees: 30) : [batch, 1]}: name, what is in brackets, what is behind. */
    private static final Pattern LINE = Pattern.compile("\\s*(\\S+) = (\\w+\\(.*)\\)( : .*)?");

    private static final Pattern SETTING = Pattern.compile("(\\w+): (.*)");
    private static final int MOST = 6;

    /**
     * A line for each setting.
     *
     * @return empty if the models differ in more than a few settings, so that whole lines are clearer
     */
    static List<String> differences(List<String> model, List<String> saved) {
        var differences = new ArrayList<String>();
        if (model.size() != saved.size()) {
            return List.of();
        }
        for (var line = 0; line < model.size(); line++) {
            if (!model.get(line).equals(saved.get(line)) && !compare(model.get(line), saved.get(line), differences)) {
                return List.of();
            }
        }
        return differences.size() > MOST ? List.of() : differences;
    }

    /** Whether two lines differ in settings alone, which are added then. */
    private static boolean compare(String model, String saved, List<String> differences) {
        var now = LINE.matcher(model);
        var then = LINE.matcher(saved);
        if (!now.matches() || !then.matches() || !now.group(1).equals(then.group(1))) {
            return false;
        }
        var own = now.group(2).split(", ", -1);
        var others = then.group(2).split(", ", -1);
        if (own.length != others.length) {
            return false;
        }
        for (var i = 0; i < own.length; i++) {
            if (own[i].equals(others[i])) {
                continue;
            }
            var setting = SETTING.matcher(own[i]);
            var other = SETTING.matcher(others[i]);
            if (!setting.matches() || !other.matches() || !setting.group(1).equals(other.group(1))) {
                return false;
            }
            differences.add("`" + now.group(1) + "`: " + setting.group(1) + " is " + setting.group(2) + ", but was "
                    + other.group(2));
        }
        return true;
    }
}
