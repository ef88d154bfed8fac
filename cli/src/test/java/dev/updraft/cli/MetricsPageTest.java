package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on metrics tells of those that the compiler knows, and of no others. */
class MetricsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)(\\([^`]*\\))?`");

    /** What is in parentheses behind a metric, by its names. */
    private static Map<String, String> metrics() throws IOException {
        var page = Files.readString(Path.of("docs/metrics.md"));
        var metrics = new LinkedHashMap<String, String>();
        for (var table : page.split("\n\n")) {
            if (table.startsWith("| metric |")) {
                ROW.matcher(table).results().forEach(row -> add(metrics, row.group(1)));
            }
        }
        return metrics;
    }

    private static void add(Map<String, String> metrics, String cell) {
        var arguments = "";
        for (var name : NAME.matcher(cell).results().toList()) {
            arguments = name.group(2) == null ? arguments : name.group(2);
            metrics.put(name.group(1), arguments);
        }
    }

    @Test
    void everyMetricIsThereWithItsArgumentsAndNoOther() throws IOException {
        var known = Catalog.METRICS.rows().stream()
                .collect(Collectors.toMap(
                        row -> row.name(),
                        row -> row.parameters().isEmpty()
                                ? ""
                                : row.parameters().stream()
                                        .map(MetricsPageTest::shown)
                                        .collect(Collectors.joining(", ", "(", ")"))));
        assertThat(metrics()).isEqualTo(known);
    }

    private static String shown(Parameter<?> parameter) {
        return parameter.required() ? parameter.name() : parameter.name() + ": " + parameter.written();
    }
}
