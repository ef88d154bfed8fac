package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Picture;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the trees of a model ask, and what its predictions follow from.
 *
 * @param pictures by the names of {@code ReportPictures}
 */
public record TreesSection(RunReport.Trees trees, Map<String, Picture> pictures) {
    /** The picture of the columns' importance. */
    public static final String IMPORTANCE = "importance";

    /** The picture of the first tree. */
    public static final String FIRST = "first-tree";

    /** What the names of pictures of partial dependences begin with. */
    public static final String DEPENDENCE = "dependence-";

    Section section() {
        var parts = new ArrayList<Html>();
        parts.add(Html.tag(
                "p class=\"quiet\"",
                Html.text(trees.kind() + " with "),
                MetricText.count(pointer("trees", "trees"), trees.trees()),
                Html.text(trees.trees() == 1 ? " tree." : " trees.")));
        if (trees.importance().stream().allMatch(column -> column.splits() == 0)) {
            parts.add(Html.tag(
                    "p", "None of them asks anything, so that all predictions are the same; the training said why."));
        }
        var importance = pictures.get(IMPORTANCE);
        if (importance != null) {
            parts.add(Html.tag("div class=\"charts\"", Pictured.figure(importance)));
        }
        var dependences = pictures.entrySet().stream()
                .filter(picture -> picture.getKey().startsWith(DEPENDENCE))
                .map(picture -> Pictured.figure(picture.getValue()))
                .toList();
        if (!dependences.isEmpty()) {
            parts.add(Html.tag("h3", "Partial dependence"));
            parts.add(Html.tag(
                    "p class=\"quiet\"",
                    "The mean score of the evaluated rows where all of them have the same value of a column."));
            parts.add(Html.tag("div class=\"charts\"", dependences));
        }
        var first = pictures.get(FIRST);
        if (first != null) {
            parts.add(Html.tag("h3", "The first tree"));
            var svg = new Html(first.inlineSvg()).with("style", "width:" + Math.round(first.width()) + "px");
            parts.add(Html.tag("figure", Html.tag("div class=\"graph\" tabindex=\"0\"", List.of(svg))));
        }
        return new Section("trees", "The trees", parts);
    }
}
