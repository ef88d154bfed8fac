package dev.updraft.report.page;

import static dev.updraft.report.page.MetricText.pointer;

import dev.updraft.report.page.RunPage.Section;
import dev.updraft.report.run.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody needs who wants to run it again. */
record RunSection(RunReport run) {

    Section section() {
        return new Section(
                "run",
                "Reproducing this run",
                List.of(
                        Html.tag("div class=\"columns\"", part("Settings", settings()), part("Platform", platform())),
                        Html.tag("h3", "Data"),
                        Html.tag("div class=\"scroll\"", data())));
    }

    private static Html part(String heading, Html content) {
        return Html.tag("div", Html.tag("h3", heading), content);
    }

    private Html settings() {
        var pairs = new ArrayList<Html>();
        pairs.add(Html.tag("dt", "seed"));
        pairs.add(Html.tag("dd", MetricText.count("/seed", run.seed())));
        pairs.addAll(pairs(run.settings()));
        return Html.tag("dl class=\"pairs\"", pairs);
    }

    private Html platform() {
        var platform = run.platform();
        var pairs = new LinkedHashMap<String, String>();
        pairs.put("engine", platform.engine());
        pairs.put("device", platform.device());
        pairs.put("processors", Integer.toString(platform.processors()));
        pairs.put("Updraft", platform.updraft());
        pairs.put("Java", platform.java());
        pairs.put("system", platform.system());
        pairs.put("finished", run.finished());
        return Html.tag("dl class=\"pairs\"", pairs(pairs));
    }

    private static List<Html> pairs(Map<String, String> pairs) {
        var html = new ArrayList<Html>();
        pairs.forEach((name, value) -> {
            html.add(Html.tag("dt", name));
            html.add(Html.tag("dd", value));
        });
        return html;
    }

    private Html data() {
        var rows = new ArrayList<Html>();
        for (var i = 0; i < run.data().size(); i++) {
            var data = run.data().get(i);
            rows.add(Html.tag(
                    "tr",
                    Html.tag("th scope=\"row\"", data.role()),
                    Html.tag("td", data.description()),
                    Html.tag("td class=\"n\"", MetricText.count(pointer("data", i, "samples"), data.samples())),
                    Html.tag("td", data.shape()),
                    Html.tag("td", Html.tag("code", data.checksum()), Html.text(partly(data)))));
        }
        return Html.tag(
                "table",
                Html.tag(
                        "thead",
                        Html.tag(
                                "tr",
                                Html.tag("th", "for"),
                                Html.tag("th", "data"),
                                Html.tag("th class=\"n\"", "samples"),
                                Html.tag("th", "of shape"),
                                Html.tag("th", "CRC-32C of the content"))),
                Html.tag("tbody", rows));
    }

    private static String partly(RunReport.Data data) {
        return data.inputsRead() == data.samples()
                ? ""
                : ", " + MetricText.grouped(data.inputsRead()) + " inputs and all targets";
    }
}
