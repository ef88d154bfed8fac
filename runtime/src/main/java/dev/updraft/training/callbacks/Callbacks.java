package dev.updraft.training.callbacks;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.training.Callback;
import dev.updraft.training.TrainingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What takes part in a run. */
public final class Callbacks {
    private Callbacks() {}

    /** The callback that settings ask for. */
    public static Callback of(CallbackSettings settings) {
        return switch (settings) {
            case CallbackSettings.EarlyStopping stopping -> new EarlyStopping(stopping);
            case CallbackSettings.ReduceOnPlateau reducing -> new ReduceOnPlateau(reducing);
            case CallbackSettings.SaveBest saving -> new SaveBest(saving);
            case CallbackSettings.SaveEvery saving -> new SaveEvery(saving);
            case CallbackSettings.CsvLog log -> new CsvLog(log);
            case CallbackSettings.JsonLog log -> new JsonLog(log);
            case CallbackSettings.TensorBoard log -> new TensorBoardLog(log);
            case CallbackSettings.TimeLimit limit -> new TimeLimit(limit);
        };
    }

    /**
     * Those of a file's {@code fit} block, then those that a caller gives; of two with the same name the caller's counts.
     *
     * @throws TrainingException if two of the file, or two of the caller, have the same name
     */
    public static List<Callback> merge(List<CallbackSettings> file, List<Callback> given) {
        var all = byName(file.stream().map(Callbacks::of).toList(), "the fit block");
        all.putAll(byName(given, "those given to fit"));
        return new ArrayList<>(all.values());
    }

    private static Map<String, Callback> byName(List<Callback> callbacks, String where) {
        var all = new LinkedHashMap<String, Callback>();
        for (var callback : callbacks) {
            if (all.putIfAbsent(callback.name(), callback) != null) {
                throw new TrainingException(
                        "there are two callbacks `" + callback.name() + "` in " + where + "; remove one of them");
            }
        }
        return all;
    }
}
