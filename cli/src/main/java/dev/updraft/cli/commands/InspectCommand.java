package dev.updraft.cli.commands;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.cli.options.CountConverter;
import dev.updraft.cli.options.ModelArguments;
import dev.updraft.cli.options.RunOptions;
import dev.updraft.cli.options.WeightsOption;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.Terminal;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.PermutationImportance;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.files.AtomicFile;
import dev.updraft.files.FileProblem;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description =
                "Print how much each column matters to the trees of a model, or write what the trees ask; of a linear model, print"
                        + " its weights.")
public final class InspectCommand extends Subcommand {
    private static final String LOSS = "loss";

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private WeightsOption weights = new WeightsOption();

    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            description = "Data with targets, to shuffle each column of it and say how much worse predictions become.")
    private @Nullable String data;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "What becomes worse: loss, or a metric of the model.")
    private @Nullable String metric;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "How often each column is shuffled; 5 by default.")
    private @Nullable Integer repeats;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the trees to this file instead: all of them as text (.txt) or JSON (.json), or a drawing of one (.svg).")
    private @Nullable Path out;

    @Option(
            names = "--tree",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Number of the tree to draw; 1 by default.")
    private @Nullable Integer tree;

    @Option(
            names = "--depth",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Most questions on a way of the drawing; 5 by default.")
    private @Nullable Integer depth;

    @Mixin
    private RunOptions run = new RunOptions();

    public InspectCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Output say) {
        requireOptions();
        var compiled = model.compile(say);
        ModelWeights.requireFit(weights.file(), compiled.program().variables());
        weights.warnOfEdits(compiled, say);
        // Reading the trees needs no device.
        try (var trained = data == null ? compiled.on(Device.reference()) : run.open(compiled, null, say)) {
            trained.load(weights.file());
            if (compiled.layers().linear() != null) {
                requireNothingOfTrees();
                new CoefficientTable(trained.coefficients()).print(say);
                return;
            }
            var trees = trees(trained);
            if (out == null) {
                print(trees, permutations(trained, trees, say), say);
            } else {
                write(out, trees, say);
            }
        }
    }

    private void requireOptions() {
        if (data == null && (metric != null || repeats != null)) {
            throw new UserMistake((metric != null ? "--metric" : "--repeats")
                    + " says how columns of data are shuffled:" + " pass --data NAME|PATH, too");
        }
        if (out != null && data != null) {
            throw new UserMistake("--out writes the trees, and --data is for what is printed: omit one");
        }
        var isDrawing = out != null && "svg".equals(ending(out));
        if (!isDrawing && (tree != null || depth != null)) {
            throw new UserMistake((tree != null ? "--tree" : "--depth")
                    + " is about a drawing: pass --out with a name that ends in .svg");
        }
        if (out != null && !List.of("txt", "json", "svg").contains(ending(out))) {
            throw new UserMistake(out + ": its name does not say what to write; let it end in .txt, .json or .svg");
        }
    }

    private void requireNothingOfTrees() {
        if (data != null || out != null) {
            throw new UserMistake((data != null ? "--data" : "--out")
                    + " is for trees, and the model is linear: omit it; --json prints its weights for programs");
        }
    }

    private static String ending(Path file) {
        var name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static TreeEnsemble trees(Model trained) {
        try {
            return trained.trees();
        } catch (IllegalStateException e) {
            throw new UserMistake(Objects.requireNonNull(e.getMessage()));
        }
    }

    private Map<String, PermutationImportance> permutations(Model trained, TreeEnsemble trees, Output say) {
        if (data == null) {
            return Map.of();
        }
        var samples = new DataReader(trained.compiled().layers(), model.folder(), say.reading())
                .forEvaluation(data, trained)
                .samples();
        try {
            return trees
                    .permutationImportance(
                            samples,
                            Objects.requireNonNullElse(metric, LOSS),
                            Objects.requireNonNullElse(repeats, 5),
                            trained.seed())
                    .stream()
                    .collect(Collectors.toMap(
                            PermutationImportance::column, each -> each, (a, _) -> a, LinkedHashMap::new));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(Objects.requireNonNull(e.getMessage()));
        }
    }

    private void print(TreeEnsemble trees, Map<String, PermutationImportance> shuffled, Output say) {
        var importance = trees.importance();
        var gain = importance.stream().mapToDouble(ColumnImportance::gain).sum();
        var names =
                importance.stream().map(each -> Printable.line(each.column())).toList();
        var width = Math.max(
                "column".length(), names.stream().mapToInt(String::length).max().orElse(0));
        var text = new StringBuilder(trees.toString()).append("\n\n");
        text.append(padded("column", width) + "    gain  splits");
        text.append(shuffled.isEmpty() ? "" : "  worse without, in " + Objects.requireNonNullElse(metric, LOSS));
        for (var place = 0; place < importance.size(); place++) {
            var each = importance.get(place);
            var share = gain > 0 ? each.gain() / gain : 0;
            text.append("\n" + padded(names.get(place), width)
                    + String.format(Locale.ROOT, "  %5.1f%%  %6d", 100 * share, each.splits()));
            var permuted = shuffled.get(each.column());
            var fields = new LinkedHashMap<String, Object>();
            fields.put("column", each.column());
            fields.put("gain", each.gain());
            fields.put("gain_share", share);
            fields.put("splits", each.splits());
            if (permuted != null) {
                text.append(String.format(Locale.ROOT, "  %+.4g ± %.2g", permuted.mean(), permuted.deviation()));
                fields.put("permutation", permuted.mean());
                fields.put("permutation_deviation", permuted.deviation());
            }
            say.item("", "importance", fields);
        }
        say.result(text.toString(), fields(trees));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static Map<String, Object> fields(TreeEnsemble trees) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", trees.kind());
        fields.put("trees", trees.size());
        fields.put("columns", trees.columns());
        fields.put("outputs", trees.outputs());
        return fields;
    }

    private void write(Path file, TreeEnsemble trees, Output say) {
        var text = switch (ending(file)) {
            case "svg" -> drawing(trees);
            case "json" -> trees.toJson() + "\n";
            default -> trees.toText();
        };
        try {
            if (Files.isDirectory(file)) {
                throw new UserMistake(file + ": is a folder; pass --out the name of a file");
            }
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new UserMistake(
                    file + ": cannot be written: " + FileProblem.reason(e) + "; choose another file with --out");
        }
        var fields = new LinkedHashMap<>(fields(trees));
        fields.put("file", file.toString());
        say.result(
                (ending(file).equals("svg") ? "Drawing" : "Trees") + " written to " + Printable.line(file.toString()),
                fields);
    }

    private String drawing(TreeEnsemble trees) {
        try {
            return trees.drawing(Objects.requireNonNullElse(tree, 1), Objects.requireNonNullElse(depth, 5))
                    .svg();
        } catch (IllegalArgumentException e) {
            throw new UserMistake(Objects.requireNonNull(e.getMessage()));
        }
    }
}
