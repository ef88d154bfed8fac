package dev.updraft.report.page;

import dev.updraft.charts.picture.Picture;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The page of a run.
 *
 * @param pictures by the names of {@code ReportPictures}
 * @param images PNG images of samples, by their numbers in the data that was evaluated
 */
public record RunPage(RunReport run, Map<String, Picture> pictures, Map<Integer, byte[]> images) {

    /** The whole file. */
    public String html() {
        return PageTemplate.of(title(), content());
    }

    /** What browsers and bookmarks call it. */
    public String title() {
        return run.model() + " · Updraft";
    }

    /** What is between the page's head and its end. */
    public Html content() {
        var sections = new ArrayList<Section>();
        var training = new TrainingSections(run, pictures);
        sections.addAll(training.curves());
        sections.addAll(new EvaluationSections(run, pictures, images).sections());
        sections.add(new ModelSection(run, pictures).section());
        sections.addAll(training.times());
        sections.add(new RunSection(run).section());
        return Html.joined(
                new Headline(run).html(links(sections)),
                Html.joined(sections.stream().map(Section::html).toList()),
                Html.tag(
                        "footer", "Made by Updraft " + run.platform().updraft() + ". The metrics are in report.json."));
    }

    private static Html links(List<Section> sections) {
        return Html.tag(
                "nav aria-label=\"Sections\"",
                sections.stream().map(Section::link).toList());
    }

    /**
     * A part of the page.
     *
     * @param id what links to it say
     */
    record Section(String id, String heading, List<Html> content) {
        Html html() {
            var heads = new ArrayList<Html>();
            heads.add(Html.tag("h2", heading));
            heads.addAll(content);
            return Html.tag("section", heads).with("id", id);
        }

        Html link() {
            return Html.tag("a", heading).with("href", "#" + id);
        }
    }
}
