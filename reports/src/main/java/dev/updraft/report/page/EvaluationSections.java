package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.charts.picture.Picture;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How good the predictions are. */
record EvaluationSections(RunReport run, Map<String, Picture> pictures, Map<Integer, byte[]> images) {

    List<Section> sections() {
        var evaluation = run.evaluation();
        if (evaluation == null) {
            return List.of();
        }
        var sections = new ArrayList<Section>();
        var targets = new ArrayList<TargetSections>();
        for (var number = 0; number < evaluation.targets().size(); number++) {
            targets.add(TargetSections.of(evaluation, number, pictures, images));
        }
        var only = targets.size() == 1 ? targets.getFirst() : null;
        sections.add(new Section("evaluation", "On " + run.evaluatedOn() + " data", overview(evaluation, only)));
        targets.forEach(target -> sections.addAll(target.sections()));
        return sections;
    }

    /** With the classes of the only target; of several, each has a section of its own. */
    private List<Html> overview(Evaluation evaluation, @Nullable TargetSections only) {
        var parts = new ArrayList<Html>();
        parts.add(Html.tag(
                "p class=\"quiet\"",
                MetricText.count(pointer("evaluation", "samples"), evaluation.samples()),
                Html.text(" samples" + ofData() + ".")));
        var metrics = metrics(evaluation);
        if (only == null) {
            parts.add(Html.tag("div class=\"overview\"", List.of(metrics)));
        } else {
            parts.addAll(only.overview(List.of(metrics)));
        }
        return parts;
    }

    private String ofData() {
        return run.data().stream()
                .filter(data -> data.role().equals(run.evaluatedOn()))
                .map(data -> " of " + data.description())
                .findFirst()
                .orElse("");
    }

    private static Html metrics(Evaluation evaluation) {
        var pairs = new ArrayList<Html>();
        pairs.add(Html.tag("dt", "loss"));
        pairs.add(Html.tag("dd", MetricText.number(pointer("evaluation", "loss"), evaluation.loss())));
        evaluation.metrics().forEach((name, value) -> {
            pairs.add(Html.tag("dt", Headline.label(name)));
            pairs.add(Html.tag("dd", MetricText.number(pointer("evaluation", "metrics", name), value)));
        });
        return Html.tag("dl class=\"pairs\"", pairs);
    }
}
