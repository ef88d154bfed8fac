package dev.updraft.cli.commands;

import dev.updraft.cli.draft.DraftException;
import dev.updraft.cli.draft.TreesDraft;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.foreign.ForeignFile;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignFeature;
import dev.updraft.foreign.trees.ForeignTrees;
import dev.updraft.training.trees.ImportedTrees;
import dev.updraft.version.Version;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ReplaceableFile;
import dev.updraft.weights.internal.TrainingMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Make a model and its weights of a file of another program.",
            "XGBoost: JSON and UBJSON. LightGBM: text. Each as save_model writes it."
        })
public final class ImportCommand extends Subcommand {
    private static final String EXTENSION = ".model";
    private static final String WEIGHTS = ".safetensors";
    private static final int MOST_NOTES = 10;

    @Parameters(paramLabel = "FILE", description = "The other program's model.")
    private @Nullable Path file;

    @Option(
            names = "--output",
            paramLabel = "FILE.model",
            description = "File to write the model to, with the weights beside it; by default named after the other"
                    + " program's file, in the working directory.")
    private @Nullable Path output;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            defaultValue = "y",
            description = "What is predicted: the name of its column in a table; by default y.")
    private String target = "y";

    @Option(names = "--force", description = "Overwrite the files if they exist.")
    private boolean force;

    public ImportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        var from = Objects.requireNonNull(file, "picocli asks for it");
        var model = output != null ? output : Path.of(base(from) + EXTENSION);
        var weights = model.resolveSibling(base(model) + WEIGHTS);
        new NewModelFile(force).requireFree(model);
        new NewModelFile(force).requireFree(weights);
        ReplaceableFile.require(weights);
        try {
            var trees = ForeignFile.read(from);
            var draft = TreesDraft.of(trees, String.valueOf(from), String.valueOf(model.getFileName()), target);
            write(trees, draft, model, weights);
            report(say, trees, draft, model, weights);
        } catch (ForeignException | DraftException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    /** The name of a file without its ending. */
    private static String base(Path path) {
        var base = String.valueOf(path.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
        return base.isBlank() ? "imported" : base;
    }

    /** The weights first, so that there is no model without them. */
    private void write(ForeignTrees trees, TreesDraft draft, Path model, Path weights) {
        ImportedTrees.save(
                weights,
                new ModelMetadata(Version.TEXT, draft.source(), Map.of(), Map.of(), TrainingMetadata.NONE),
                draft.graph(),
                draft.program(),
                trees.base(),
                trees.trees(),
                draft.features());
        new NewModelFile(force).write(model, draft.source().file().text());
    }

    private static void report(Output say, ForeignTrees trees, TreesDraft draft, Path model, Path weights) {
        var text = new StringBuilder();
        text.append(Printable.line(model.toString()))
                .append(": model ")
                .append(draft.name())
                .append(" with ")
                .append(count(trees.trees().size(), "tree"))
                .append(" of ")
                .append(trees.origin())
                .append(" that ask about ")
                .append(count(trees.features().size(), "feature"))
                .append('\n')
                .append(Printable.line(weights.toString()))
                .append(": their weights\n");
        notes(trees).forEach(note -> text.append("  ").append(note).append('\n'));
        text.append("Predict with it:  updraft predict ")
                .append(Printable.line(model.toString()))
                .append(" --weights ")
                .append(Printable.line(weights.toString()))
                .append(" --data FILE\n");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", model.toString());
        fields.put("weights", weights.toString());
        fields.put("model", draft.name());
        fields.put("origin", trees.origin());
        fields.put("trees", trees.trees().size());
        fields.put("features", trees.features().size());
        fields.put("notes", notes(trees));
        say.result(text.toString(), fields);
    }

    private static List<String> notes(ForeignTrees trees) {
        var notes = new ArrayList<>(trees.notes());
        trees.features().stream()
                .filter(ForeignFeature::ofCodes)
                .limit(MOST_NOTES)
                .forEach(feature -> notes.add("the file does not name the values of category '"
                        + Printable.line(feature.name()) + "': tables have to have its codes, such as "
                        + feature.values().getFirst()
                        + ", or put the values in the place of the codes in the model"));
        return notes;
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
