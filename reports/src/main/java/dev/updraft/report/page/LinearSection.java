package dev.updraft.report.page;

import dev.updraft.charts.picture.Picture;
import dev.updraft.explain.Coefficient;
import dev.updraft.explain.LinearModel;
import dev.updraft.report.page.RunPage.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a linear model weighs.
 *
 * @param pictures by the names of {@code ReportPictures}
 */
public record LinearSection(LinearModel linear, Map<String, Picture> pictures) {
    /** The picture of the weights. */
    public static final String WEIGHTS = "weights";

    private static final int MOST = 50;

    Section section() {
        var parts = new ArrayList<Html>();
        parts.add(Html.tag(
                "p class=\"quiet\"",
                linear + ". How much an output rises where a feature rises by 1; of a"
                        + " column that encode has standardised, by a standard deviation."));
        var picture = pictures.get(WEIGHTS);
        if (picture != null) {
            parts.add(Html.tag("div class=\"charts\"", Pictured.figure(picture)));
        }
        parts.add(Html.tag("div class=\"scroll\"", table()));
        if (linear.coefficients().size() > MOST) {
            parts.add(Html.tag(
                    "p class=\"quiet small\"",
                    linear.coefficients().size() - MOST + " smaller ones are in report.json."));
        }
        return new Section("weights", "The weights", parts);
    }

    private Html table() {
        var head = List.of(
                Html.tag("th", "output"),
                Html.tag("th", "feature"),
                Html.tag("th class=\"n\"", "weight"),
                Html.tag("th class=\"n\"", "per unit of the column"));
        var rows = new ArrayList<Html>();
        for (var output = 0; output < linear.outputs().size(); output++) {
            rows.add(row(linear.outputs().get(output), "bias", linear.biases().get(output), ""));
        }
        linear.coefficients().stream()
                .sorted(Comparator.comparingDouble((Coefficient each) -> -Math.abs(each.value())))
                .limit(MOST)
                .map(each -> row(
                        each.output(),
                        each.feature(),
                        each.value(),
                        each.perUnit() == null ? "" : number(each.perUnit())))
                .forEach(rows::add);
        return Html.tag("table", Html.tag("thead", Html.tag("tr", head)), Html.tag("tbody", rows));
    }

    private static Html row(String output, String feature, double value, String perUnit) {
        return Html.tag(
                "tr",
                List.of(
                        Html.tag("td", output),
                        Html.tag("td", feature),
                        Html.tag("td class=\"n\"", number(value)),
                        Html.tag("td class=\"n\"", perUnit)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
