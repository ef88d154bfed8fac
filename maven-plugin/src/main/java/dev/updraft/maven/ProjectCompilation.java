package dev.updraft.maven;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.Diagnostic;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.emit.typed.GeneratedClass;
import dev.updraft.compiler.emit.typed.Origin;
import dev.updraft.compiler.emit.typed.TypedClass;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.source.PackedModel;
import dev.updraft.compiler.source.SourceRecorder;
import dev.updraft.compiler.syntax.Parser;
import dev.updraft.compiler.syntax.SyntaxTree;
import dev.updraft.maven.output.InputFingerprint;
import dev.updraft.maven.output.OtherExecutions;
import dev.updraft.maven.output.OutputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.plugin.MojoFailureException;

/** Compiles all files of a project, to say all that is wrong with them before the build ends. */
final class ProjectCompilation {
    private final Sources sources;
    private final boolean emitKernels;
    private final OtherExecutions others;
    private final ProjectImports imports;
    private final Diagnostics diagnostics = new Diagnostics();
    private final List<SyntaxTree.Model> models = new ArrayList<>();
    private final Map<String, SyntaxTree.Name> classes = new HashMap<>();
    private final Map<String, SyntaxTree.Name> qualifiedNames = new LinkedHashMap<>();
    private final Map<String, String> packages = new HashMap<>();
    private final List<OutputFile> outputs = new ArrayList<>();

    /**
     * @param emitKernels whether the source for TornadoVM belongs to the results
     * @param others whose classes these must not be
     */
    ProjectCompilation(Sources sources, boolean emitKernels, OtherExecutions others) {
        this.sources = sources;
        this.emitKernels = emitKernels;
        this.others = others;
        this.imports = new ProjectImports(sources.root(), sources.dependencies());
    }

    /**
     * Compiles, and reports what there is to say.
     *
     * @return the files to be written
     * @throws MojoFailureException if there are errors
     */
    List<OutputFile> run(DiagnosticReporter diagnosticReporter) throws MojoFailureException {
        diagnosticReporter.clear(sources.files());
        sources.files().forEach(this::compile);
        qualifiedNames.forEach(this::requireNoPackage);
        diagnosticReporter.tell(diagnostics.all());
        sources.overrides().requireUseIn(models);
        return outputs;
    }

    private void compile(Path file) {
        var packageName = sources.names().packageName(sources.relative(file));
        var source = SourceReader.read(file, diagnostics);
        if (source == null) {
            return;
        }
        pack(source, sources.names().importPath(sources.relative(file)));
        var tree = Parser.parse(source, new Diagnostics());
        models.addAll(tree.models());
        if (tree.models().isEmpty() && !tree.blocks().isEmpty()) {
            Compiler.checkBlocks(source, imports).forEach(diagnostics::report);
        } else {
            compileModel(source, tree, packageName);
        }
    }

    private void pack(SourceFile source, String importPath) {
        var path = DependencyModels.FOLDER + importPath;
        others.packerOf(path, InputFingerprint.of(source.text()))
                .ifPresent(other -> diagnostics.report(Diagnostic.error(
                                Code.M0203,
                                source.span(0, 0),
                                "the %s already packages another %s".formatted(other, importPath))
                        .withHelp("rename one of the files, or move it to another folder")));
        outputs.add(new OutputFile(new OutputFile.Resource(path), source.text()));
    }

    private void compileModel(SourceFile source, SyntaxTree.File tree, String packageName) {
        var recorder = new SourceRecorder(imports);
        Map<String, String> parameters = tree.models().isEmpty()
                ? Map.of()
                : sources.overrides().of(tree.models().getFirst());
        var compilation = Compiler.check(source, recorder, parameters);
        compilation.diagnostics().forEach(diagnostics::report);
        var graph = compilation.graph();
        if (graph == null) {
            return;
        }
        var origin = new Origin(packageName, sources.packedName(source.name()));
        var generated = TypedClass.emit(graph, origin);
        if (!claim(generated, tree.models().getFirst().name())) {
            return;
        }
        var packed = recorder.source(source, parameters, sources::packedName);
        outputs.add(new OutputFile(new OutputFile.Source(generated.sourcePath()), generated.source()));
        outputs.add(new OutputFile(new OutputFile.Resource(generated.resourcePath()), PackedModel.write(packed)));
        if (emitKernels) {
            outputs.addAll(kernels(packed, generated));
        }
    }

    /** Of the packed model, for comments in the source name files. */
    private static List<OutputFile> kernels(ModelSource packed, GeneratedClass generated) {
        var graph = Objects.requireNonNull(packed.check().graph(), "it has been checked");
        var folder = DependencyModels.FOLDER + generated.resourcePath().replace(PackedModel.SUFFIX, "/");
        return KernelSources.of(graph).entrySet().stream()
                .map(kernel -> new OutputFile(new OutputFile.Resource(folder + kernel.getKey()), kernel.getValue()))
                .toList();
    }

    /** Whether no other model makes this class, or one that a file system without capitals would take for it. */
    private boolean claim(GeneratedClass generated, SyntaxTree.Name name) {
        qualifiedNames.putIfAbsent(qualified(generated), name);
        for (var end = generated.packageName().length();
                end > 0;
                end = generated.packageName().lastIndexOf('.', end - 1)) {
            packages.putIfAbsent(generated.packageName().substring(0, end), qualified(generated));
        }
        var elsewhere = others.makerOf(generated.sourcePath());
        if (elsewhere.isPresent()) {
            diagnostics.report(Diagnostic.error(
                            Code.M0203,
                            name.span(),
                            "the %s already generates the class %s".formatted(elsewhere.get(), qualified(generated)))
                    .withHelp("rename one of the models, move its file to another folder, or let only one execution"
                            + " compile it"));
            return false;
        }
        var earlier = classes.putIfAbsent(generated.sourcePath().toLowerCase(Locale.ROOT), name);
        if (earlier == null) {
            return true;
        }
        diagnostics.report(Diagnostic.error(
                        Code.M0203,
                        name.span(),
                        "the class %s is already generated from another model".formatted(qualified(generated)))
                .withLabel(earlier.span(), "from this one")
                .withHelp("rename one of the models, or move its file to another folder"));
        return false;
    }

    /** Java has one name for one thing: a class is not called as a package, in which there are other classes. */
    private void requireNoPackage(String qualified, SyntaxTree.Name name) {
        var inside = packages.get(qualified);
        if (inside != null) {
            diagnostics.report(Diagnostic.error(
                            Code.M0203,
                            name.span(),
                            "the class %s has the same name as the package of %s".formatted(qualified, inside))
                    .withHelp("rename the model or the folder"));
        }
    }

    private static String qualified(GeneratedClass generated) {
        return generated.packageName().isEmpty()
                ? generated.simpleName()
                : generated.packageName() + "." + generated.simpleName();
    }
}
