package dev.updraft.cli.options;

import dev.updraft.cli.output.Output;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.report.Report;
import dev.updraft.report.run.ReportException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether there is to be a report, and where. */
public final class ReportOptions {
    /** By default. */
    public static final String FOLDER = "report";

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Folder for the report, replaced as a whole; `report` by default, but `evaluate` keeps an"
                    + " existing training report and writes to `evaluation`.")
    private @Nullable Path folder;

    @Option(names = "--no-report", description = "Do not write a report.")
    private boolean none;

    /** What people are told of it; nothing if there is none. */
    public static String line(@Nullable Path page) {
        return page == null ? "" : "Report: " + Printable.line(page.toString()) + "\n";
    }

    /** What programs are told of it. */
    public static void put(Map<String, Object> fields, @Nullable Path page) {
        if (page != null) {
            fields.put("report", page.toString());
        }
    }

    /**
     * That a report can be written there if one is wanted: seen before hours of training, not after.
     *
     * @param usual the folder for it by default
     * @return the folder
     * @throws ReportException if it contains something other than a report
     */
    public Path folder(Path usual) {
        var place = folder != null ? folder : usual;
        if (!none) {
            Report.requireFit(place);
        }
        return place;
    }

    /**
     * Writes a report if one is wanted. What goes wrong is a warning: what the report tells of is done and safe.
     *
     * @param place what {@link #folder} gave
     * @return the page, or null if there is none
     */
    @Nullable
    public Path write(Path place, Supplier<Report> report, Output say) {
        if (none) {
            return null;
        }
        try {
            var saved = report.get().save(place);
            if (saved.missing() != null) {
                say.warning("the report's " + saved.missing());
            }
            return saved.page();
        } catch (RuntimeException | Error e) {
            say.warning("no report was written: " + (e.getMessage() != null ? e.getMessage() : e));
            return null;
        }
    }
}
