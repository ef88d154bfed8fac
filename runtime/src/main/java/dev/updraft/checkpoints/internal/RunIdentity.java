package dev.updraft.checkpoints.internal;

import dev.updraft.data.batches.Fingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run must have in common with the one it goes on from, so that nobody could tell the two from one.
 *
 * @param version of Updraft
 * @param model the network with loss and optimizer, a line each
 * @param settings what else decides the numbers, by the names of the {@code fit} block
 * @param data what is trained on
 * @param validation what is validated on; null for nothing
 */
public record RunIdentity(
        String version,
        List<String> model,
        Map<String, String> settings,
        Fingerprint data,
        @Nullable Fingerprint validation) {
    private static final int MOST_LINES = 6;

    public RunIdentity {
        model = List.copyOf(model);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** What is otherwise than in the run that was saved, in words; nothing if this run may go on from it. */
    public List<String> differences(RunIdentity saved) {
        var differences = new ArrayList<String>();
        if (!version.equals(saved.version)) {
            differences.add("this is version " + version + " of Updraft, but it was saved by version " + saved.version
                    + ": resume with that version, as others may compute different numbers");
        }
        if (!model.equals(saved.model)) {
            var settings = LayerSettings.differences(model, saved.model);
            if (settings.isEmpty()) {
                differences.add("the model is different:");
                lines("now    ", model, saved.model, differences);
                lines("saved  ", saved.model, model, differences);
            }
            differences.addAll(settings);
        }
        var names = new LinkedHashSet<>(settings.keySet());
        names.addAll(saved.settings.keySet());
        for (var name : names) {
            var own = settings.getOrDefault(name, "not set");
            var its = saved.settings.getOrDefault(name, "not set");
            if (!own.equals(its)) {
                differences.add(name + " is " + own + ", but was " + its);
            }
        }
        data.differences(saved.data).forEach(line -> differences.add("the training data differs: " + line));
        validation(saved, differences);
        return differences;
    }

    private void validation(RunIdentity saved, List<String> differences) {
        if (validation != null && saved.validation != null) {
            validation
                    .differences(saved.validation)
                    .forEach(line -> differences.add("the validation data differs: " + line));
        } else if (validation != null || saved.validation != null) {
            differences.add(
                    validation == null
                            ? "there is no validation data, but there was before"
                            : "there is validation data, but there was none before");
        }
    }

    private static void lines(String head, List<String> own, List<String> others, List<String> differences) {
        var known = new HashSet<>(others);
        var lines = own.stream().filter(line -> !known.contains(line)).toList();
        lines.stream().limit(MOST_LINES).forEach(line -> differences.add("  " + head + line.strip()));
        if (lines.size() > MOST_LINES) {
            differences.add("  and " + (lines.size() - MOST_LINES) + " more lines");
        }
    }
}
