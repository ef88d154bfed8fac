package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.profile.Warning;
import dev.updraft.data.internal.profile.Warnings;
import dev.updraft.data.internal.tables.TableFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        description =
                "Print what is in the columns of a table, what they may be declared as, and what is odd about them.")
public final class DescribeCommand extends Subcommand {
    /** As wide as a window is of which nothing is known, with a summary that still says something. */
    private static final int USUAL = 100;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The table: a CSV, JSON, ARFF or LIBSVM file, also packed, or a Parquet file; or - for a table from"
                            + " standard input.")
    private @Nullable Path file;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Column that is to be predicted: also report what gives it away, and rare classes.")
    private @Nullable String target;

    public DescribeCommand(Terminal terminal) {
        super(terminal);
        this.terminal = terminal;
    }

    @Override
    void run(Output say) {
        var path = Objects.requireNonNull(file, "picocli asks for it");
        var opened = DataReader.isStandardInput(path.toString())
                ? TableFiles.sniff(System.in, "standard input")
                : TableFiles.open(path, CsvOptions.NONE);
        var table = opened.watchedBy(say.reading());
        var place = target == null ? TableProfile.NO_TARGET : TargetColumn.find(table, target);
        var problems = new ArrayList<String>();
        var profile = TableProfile.ofReadable(table, place, problems::add);
        for (var problem : problems) {
            if (profile.rows() == 0) {
                throw new UserMistake(problem);
            }
            say.warning(problem + "\n  these rows are left out of what follows");
        }
        TargetColumn.requireRows(profile);
        var warnings = Warnings.of(profile, false);
        profile.columns()
                .forEach(column -> say.item(
                        "", "column", ProfileFields.of(column, profile.guesses().get(column.place()))));
        warnings.forEach(warning -> say.item("", "warning", fields(warning)));
        var totals = new LinkedHashMap<String, Object>();
        totals.put("file", profile.name());
        totals.put("description", profile.description());
        totals.put("rows", profile.rows());
        totals.put("columns", profile.columns().size());
        say.result(
                new ProfileText(profile, terminal.interactive() ? terminal.columns() : USUAL).render(warnings), totals);
    }

    private static Map<String, Object> fields(Warning warning) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("column", warning.column());
        fields.put("cause", warning.cause().name().toLowerCase(Locale.ROOT));
        fields.put("message", "'" + warning.column() + "' " + warning.message());
        return fields;
    }
}
