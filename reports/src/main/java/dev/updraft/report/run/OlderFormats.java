package dev.updraft.report.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports as earlier versions wrote them, in today's words. */
final class OlderFormats {
    /** Whose keys are the only difference. */
    static final int OLDEST = 2;

    private static final Map<String, String> RENAMED =
            Map.of("findings", "errorAnalysis", "mistakes", "misclassifications");

    private OlderFormats() {}

    /** The text of a report in the format of {@link RunReport#FORMAT}; {@code report} has format {@link #OLDEST}. */
    static String modernized(Map<String, Object> report) throws IOException {
        var modern = new LinkedHashMap<>(report);
        modern.put("format", RunReport.FORMAT);
        if (report.get("evaluation") instanceof Map<?, ?> evaluation) {
            var renamed = renamed(evaluation);
            if (renamed.get("errorAnalysis") instanceof Map<?, ?> analysis) {
                renamed.put("errorAnalysis", renamed(analysis));
            }
            modern.put("evaluation", ofTargets(renamed));
        }
        return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(modern);
    }

    /** What was said of the only target there could be, in a list of targets. */
    private static Map<String, Object> ofTargets(Map<String, Object> evaluation) {
        var target = new LinkedHashMap<String, Object>();
        target.put("name", "");
        target.put("metrics", evaluation.get("metrics"));
        for (var key : List.of("perClass", "confusion", "errorAnalysis")) {
            target.put(key, evaluation.remove(key));
        }
        evaluation.put("targets", List.of(target));
        return evaluation;
    }

    private static Map<String, Object> renamed(Map<?, ?> object) {
        var result = new LinkedHashMap<String, Object>();
        object.forEach(
                (key, value) -> result.put(RENAMED.getOrDefault(String.valueOf(key), String.valueOf(key)), value));
        return result;
    }
}
