package dev.updraft.cli.commands;

import dev.updraft.cli.draft.DraftException;
import dev.updraft.cli.draft.DraftKind;
import dev.updraft.cli.draft.ModelDraft;
import dev.updraft.cli.draft.SeriesCells;
import dev.updraft.cli.draft.SeriesDraft;
import dev.updraft.cli.draft.TargetlessKind;
import dev.updraft.cli.options.DraftOption;
import dev.updraft.cli.options.WindowOption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.data.internal.profile.TableProfile;
import dev.updraft.data.internal.profile.TargetGuess;
import dev.updraft.data.internal.profile.Warning;
import dev.updraft.data.internal.profile.Warnings;
import dev.updraft.data.internal.tables.TableFile;
import dev.updraft.data.internal.tables.TableFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "new", description = "Write a model for a table: its columns, what learns from them, and how.")
public final class NewCommand extends Subcommand {
    private static final String EXTENSION = ".model";
    private static final int MOST_NOTES = 20;

    /** Whole numbers with no more values may stand for classes. */
    private static final int FEW_VALUES = 10;

    /** Warnings about columns that the model uses; why others are not used is told anyhow. */
    private static final Set<Warning.Cause> TOLD = EnumSet.of(
            Warning.Cause.RARE_CLASS,
            Warning.Cause.NOT_NUMBERS,
            Warning.Cause.MISSING,
            Warning.Cause.WORD,
            Warning.Cause.DUPLICATE_NAME);

    @Parameters(
            paramLabel = "FILE",
            description = "The table: a CSV, JSON, ARFF or LIBSVM file, also packed, or a Parquet file.")
    private @Nullable Path file;

    @Option(names = "--target", paramLabel = "NAME", description = "Column that is to be predicted.")
    private @Nullable String target;

    @Mixin
    private DraftOption with = new DraftOption();

    @Mixin
    private WindowOption window = new WindowOption();

    @Option(names = "--classes", description = "The numbers in the target stand for classes.")
    private boolean classes;

    @Option(
            names = "--output",
            paramLabel = "FILE.model",
            description = "File to write the model to; by default named after the table, in the working directory.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Overwrite the file if it exists.")
    private boolean force;

    public NewCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var path = Objects.requireNonNull(file, "picocli asks for it");
        if (DataReader.isStandardInput(path.toString())) {
            throw new UserMistake(
                    "a model names the file of its table, which standard input is not: save the table to a"
                            + " file, and pass that");
        }
        var windows = window.isWanted();
        if (windows && (with.kind() == null || !with.kind().takesWindows())) {
            throw new UserMistake(
                    "--window goes with --with network or --with linear, which take rows that follow one" + " another");
        }
        var table = TableFiles.open(path, CsvOptions.NONE).watchedBy(say.reading());
        var targetless = with.targetless();
        if (targetless != null) {
            requireNoTarget(targetless);
            write(targetless, table, path, say);
            return;
        }
        if (target == null) {
            throw new UserMistake(TargetList.of(TableProfile.of(table, TableProfile.NO_TARGET)));
        }
        var base = base(path);
        var model = output != null ? output : Path.of(base + EXTENSION);
        var written = new NewModelFile(force);
        written.requireFree(model);
        var profile = TableProfile.of(table, TargetColumn.find(table, target));
        TargetColumn.requireRows(profile);
        var guess = TargetGuess.of(Objects.requireNonNull(profile.target(), "it was found"), classes);
        var series = windows ? series(table, profile) : null;
        var wanted = with.kind();
        var comparison = wanted == null ? compare(say, profile, guess, base, path) : null;
        var kind = comparison == null ? Objects.requireNonNull(wanted) : comparison.best();
        var draft = draft(profile, guess, kind, series, base, ModelPaths.between(model, path))
                .checked();
        written.write(model, draft.text());
        report(say, model, profile, guess, series, draft, comparison);
    }

    private void requireNoTarget(TargetlessKind kind) {
        var option = target != null ? "--target" : classes ? "--classes" : null;
        if (option != null) {
            throw new UserMistake("--with " + kind.name().toLowerCase(Locale.ROOT)
                    + " learns without a target: leave out " + option
                    + ", or pass --with network, linear, trees, forest or all to predict a column");
        }
    }

    /** A model without a target. */
    private void write(TargetlessKind kind, TableFile table, Path path, Output say) {
        var base = base(path);
        var model = output != null ? output : Path.of(base + EXTENSION);
        var written = new NewModelFile(force);
        written.requireFree(model);
        var profile = TableProfile.of(table, TableProfile.NO_TARGET);
        TargetColumn.requireRows(profile);
        ModelDraft draft;
        try {
            draft = ModelDraft.targetless(profile, kind, base, ModelPaths.between(model, path))
                    .checked();
        } catch (DraftException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
        written.write(model, draft.text());
        var notes = notes(profile, draft);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", model.toString());
        fields.put("model", draft.name());
        putColumns(draft, notes, fields);
        say.result(
                Printable.line(model.toString()) + ": model " + draft.name() + " " + kind.words() + " from "
                        + columns(draft) + "\n" + text(notes) + trainIt(model) + "           " + kind.advice() + "\n",
                fields);
    }

    private static void putColumns(ModelDraft draft, List<String> notes, Map<String, Object> fields) {
        fields.put("columns", draft.learnt());
        fields.put("ids", draft.ids());
        fields.put("ignored", draft.ignored().size());
        fields.put("notes", notes);
    }

    private List<String> notes(TableProfile profile, ModelDraft draft) {
        var notes = new ArrayList<>(draft.ignored());
        Warnings.of(profile, classes).stream()
                .filter(warning -> TOLD.contains(warning.cause()))
                .map(ProfileText::of)
                .forEach(notes::add);
        return notes;
    }

    private static String text(List<String> notes) {
        var text = new StringBuilder();
        notes.stream()
                .limit(MOST_NOTES)
                .forEach(note -> text.append("  ").append(note).append('\n'));
        if (notes.size() > MOST_NOTES) {
            text.append("  and ").append(notes.size() - MOST_NOTES).append(" more; see `updraft describe`\n");
        }
        return text.toString();
    }

    private static String columns(ModelDraft draft) {
        return count(draft.learnt(), "column")
                + (draft.ids() == 0 ? "" : ", " + count(draft.ids(), "id"))
                + (draft.ignored().isEmpty() ? "" : ", " + draft.ignored().size() + " ignored");
    }

    private static String trainIt(Path model) {
        return "Train it:  updraft train " + Printable.line(model.toString()) + "\n";
    }

    private SeriesDraft series(TableFile table, TableProfile profile) {
        var order = window.order() == null ? null : TargetColumn.find(table, window.order());
        var by = window.by().stream()
                .map(name -> TargetColumn.find(table, name))
                .distinct()
                .toList();
        try {
            return SeriesDraft.of(
                    profile, new SeriesCells(table), new SeriesDraft.Wish(order, by, window.past(), window.ahead()));
        } catch (DraftException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    /** Of all kinds on the same folds. */
    private static ModelComparison compare(
            Output say, TableProfile profile, TargetGuess guess, String base, Path table) {
        var drafts = new LinkedHashMap<DraftKind, ModelDraft>();
        for (var kind : DraftKind.values()) {
            drafts.put(
                    kind,
                    draft(
                                    profile,
                                    guess,
                                    kind,
                                    null,
                                    base,
                                    table.toAbsolutePath().toString())
                            .checked());
        }
        return ModelComparison.of(drafts, say);
    }

    private static ModelDraft draft(
            TableProfile profile,
            TargetGuess guess,
            DraftKind kind,
            @Nullable SeriesDraft series,
            String base,
            String data) {
        try {
            return ModelDraft.of(profile, guess, kind, series, base, data);
        } catch (DraftException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    /** The name of the table's file without its endings. */
    private static String base(Path file) {
        var name = String.valueOf(file.getFileName());
        var unpacked = name.replaceFirst("(?i)(?<=.)\\.(gz|zip)$", "");
        var base = unpacked.replaceFirst("(?<=.)\\.[^.]*$", "");
        return base.isBlank() ? "table" : base;
    }

    private void report(
            Output say,
            Path model,
            TableProfile profile,
            TargetGuess guess,
            @Nullable SeriesDraft series,
            ModelDraft draft,
            @Nullable ModelComparison comparison) {
        var target = Objects.requireNonNull(profile.target(), "it was found");
        var notes = notes(profile, draft);
        var numbers = target.numbers();
        if (guess instanceof TargetGuess.Quantity
                && numbers != null
                && numbers.whole()
                && target.values().isComplete()
                && target.values().distinct() <= FEW_VALUES) {
            notes.add("'" + target.header() + "' has " + target.values().distinct()
                    + " different values and is predicted as a number; pass --classes if they stand for classes");
        }
        var what = guess instanceof TargetGuess.Classes(var names) ? names.size() + " classes" : "a number";
        var text = new StringBuilder(comparison == null ? "" : comparison.text());
        text.append(String.format(
                Locale.ROOT,
                "%s: model %s predicts '%s' (%s) from %s%s\n",
                Printable.line(model.toString()),
                draft.name(),
                Printable.line(target.header()),
                what,
                columns(draft),
                series == null ? "" : ", " + series.words(profile)));
        text.append(text(notes)).append(trainIt(model));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", model.toString());
        fields.put("model", draft.name());
        fields.put("target", target.header());
        fields.put("classes", guess instanceof TargetGuess.Classes(var names) ? names : List.of());
        putColumns(draft, notes, fields);
        if (series != null) {
            fields.put("past", series.past());
            fields.put("ahead", series.ahead());
            fields.put("order", profile.columns().get(series.order()).header());
            fields.put(
                    "by",
                    series.by().stream()
                            .map(place -> profile.columns().get(place).header())
                            .toList());
        }
        if (comparison != null) {
            fields.put("comparison", comparison.fields());
        }
        say.result(text.toString(), fields);
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
