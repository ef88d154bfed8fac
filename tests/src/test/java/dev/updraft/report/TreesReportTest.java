package dev.updraft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import dev.updraft.report.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of trees. */
class TreesReportTest {
    @TempDir
    private Path folder = Path.of("");

    /** One place is named as if it were markup. */
    private static List<Map<String, Object>> days(int count) {
        var days = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var day = new HashMap<String, Object>();
            day.put("place", List.of("<b>\"A&B\"", "market", "station").get(i % 3));
            if (i % 7 > 0) {
                day.put("warmth", i * 5 % 31);
            }
            day.put("date", LocalDate.of(2024, i % 12 + 1, i % 28 + 1));
            day.put("sold", i % 3 * 100 + i * 5 % 31 * 2);
            day.put("much", i % 3 == 2 || i * 5 % 31 > 20 ? "yes" : "no");
            days.add(day);
        }
        return days;
    }

    private Path report(String target, String layer, String loss) throws Exception {
        var file = Files.writeString(folder.resolve("shop.model"), """
            model Shop {
                input day {
                    place: category
                    warmth: number(optional: true)
                    date: date
                }
                target %s
                network { day -> %s -> score }
                loss %s
                fit { device: reference, seed: 3 }
            }
            """.formatted(target, layer, loss));
        var data = Datasets.of(days(1300));
        try (var model = Updraft.compile(file).on()) {
            var history = model.fit(data);
            return Report.of(model)
                    .trained(history, model.compiled().layers().fit())
                    .evaluated("training", model.evaluate(data), data)
                    .save(folder.resolve("report"))
                    .page();
        }
    }

    @Test
    void showsColumnsDependencesAndATree() throws Exception {
        var page = Files.readString(report("sold: number", "boosted_trees(trees: 10)", "mse(score, sold)"));
        assertThat(page)
                .contains(
                        "<h2>The trees</h2>",
                        "boosted_trees with <data value=\"10\" data-metric=\"/trees/trees\">10</data> trees.",
                        "importance of columns",
                        "Partial dependence",
                        "tree 1 of 10, for sold",
                        "questions of each way; ",
                        "&lt;b&gt;&quot;A&amp;B&quot;")
                .doesNotContain("<b>\"A", "NaN");
        for (var name : List.of("importance", "first-tree", "dependence-place", "dependence-warmth")) {
            var svg = folder.resolve("report/" + name + ".svg");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
            assertThat(folder.resolve("report/" + name + ".png")).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("report/dependence-warmth.svg")))
                .contains("; missing: ");
    }

    @Test
    void theRecordComesBackFromItsFile() throws Exception {
        report("sold: number", "random_forest(trees: 3)", "mse(score, sold)");
        var run = RunFile.read(folder.resolve("report"));
        var trees = Objects.requireNonNull(run.trees());
        assertThat(trees.kind()).isEqualTo("random_forest");
        assertThat(trees.trees()).isEqualTo(3);
        assertThat(trees.importance().getFirst().column()).isEqualTo("place");
        assertThat(trees.first().boxes().getFirst().heading()).contains("place is ");
        assertThat(trees.partialDependence().getFirst().feature()).isEqualTo("place");
        assertThat(trees.partialDependence().getFirst().points()).hasSize(3);
        assertThat(RunFile.write(run)).isEqualTo(Files.readString(folder.resolve("report/report.json")));
    }

    @Test
    void classesHaveACurveEach() throws Exception {
        var page = Files.readString(report(
                "much: class[\"no\", \"yes\"]", "decision_tree(max_depth: 3)", "binary_crossentropy(score, much)"));
        assertThat(page).contains("score of yes", "tree 1 of 1, for yes").doesNotContain("further down");
    }

    @Test
    void networksHaveNoSuchSection() throws Exception {
        var page =
                Files.readString(report("sold: number", "encode -> dense(1)", "mse(score, sold)\n    optimizer adam"));
        assertThat(page).doesNotContain("The trees");
        assertThat(RunFile.read(folder.resolve("report")).trees()).isNull();
    }
}
