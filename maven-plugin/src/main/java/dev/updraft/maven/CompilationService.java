package dev.updraft.maven;

import dev.updraft.maven.configuration.ConfigurationException;
import dev.updraft.maven.configuration.JavaCompilerSettings;
import dev.updraft.maven.configuration.Overrides;
import dev.updraft.maven.configuration.PackageNames;
import dev.updraft.maven.configuration.SourceFolder;
import dev.updraft.maven.output.ExecutionOutputs;
import dev.updraft.maven.output.IncrementalOutputs;
import dev.updraft.maven.output.InputFingerprint;
import dev.updraft.maven.output.OtherExecutions;
import dev.updraft.maven.output.OutputFile;
import dev.updraft.maven.output.OutputFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/** Does what the goals ask for. */
public final class CompilationService implements ModelCompiler {

    @Override
    public void check(ModelMojo goal, File sourceDirectory, List<String> classPath, File ownClasses)
            throws IOException, MojoFailureException {
        configured(() -> {
            var sources = sources(goal, sourceDirectory, classPath, ownClasses);
            new ProjectCompilation(sources, false, OtherExecutions.NONE).run(report(goal));
        });
    }

    @Override
    public void generate(
            GeneratingMojo goal,
            File sourceDirectory,
            File outputDirectory,
            File resourceDirectory,
            List<String> classPath,
            File ownClasses)
            throws IOException, MojoFailureException {
        var outputFolder = new OutputFolder(outputDirectory.toPath(), resourceDirectory.toPath(), ownClasses.toPath());
        configured(() -> write(goal, sources(goal, sourceDirectory, classPath, ownClasses), outputFolder));
    }

    private static void write(GeneratingMojo goal, Sources sources, OutputFolder outputFolder)
            throws IOException, MojoFailureException {
        var java = new JavaCompilerSettings(goal.project(), goal.isTest(), name -> property(goal, name));
        var execution = new ProjectExecution(goal);
        var version = goal.execution().getMojoDescriptor().getPluginDescriptor().getVersion();
        var encoding = java.encoding();
        var fingerprint = sources.fingerprint(version, goal.emitKernels(), goal.failOnWarning(), encoding);
        var work = new ExecutionOutputs.Work(sources.root(), fingerprint, outputFolder);
        var others = execution.others(work);
        var base = goal.project().getBasedir().toPath();
        var outputs = new IncrementalOutputs(base, outputFolder, execution.states(), encoding);
        if (goal.incremental()) {
            var made = outputs.upToDate(fingerprint);
            if (made.isPresent() && !others.clashWith(made.get())) {
                if (hasClasses(made.get().keySet())) {
                    java.requireRelease();
                }
                execution.hasMade(work, made.get());
                refresh(goal, outputs.deleteAbandoned());
                goal.getLog().info("Nothing to compile: the models are up to date");
                return;
            }
        }
        var compiled = new ProjectCompilation(sources, goal.emitKernels(), others).run(report(goal));
        var contents = new LinkedHashMap<OutputFile.Place, String>();
        compiled.forEach(outputFile -> contents.put(outputFile.place(), InputFingerprint.of(outputFile.text())));
        if (hasClasses(contents.keySet())) {
            java.requireRelease();
        }
        refresh(goal, outputs.write(fingerprint, compiled, !goal.incremental()));
        execution.hasMade(work, contents);
    }

    private static void refresh(GeneratingMojo goal, Collection<Path> changed) {
        changed.forEach(file -> goal.context().refresh(file.toFile()));
    }

    private static boolean hasClasses(Collection<OutputFile.Place> places) {
        return places.stream().anyMatch(OutputFile.Source.class::isInstance);
    }

    /** As goals of Maven see a property. */
    private static @Nullable String property(GeneratingMojo goal, String name) {
        var session = goal.session();
        return Stream.of(
                        session.getUserProperties(),
                        session.getSystemProperties(),
                        goal.project().getProperties())
                .map(properties -> properties.getProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Sources sources(ModelMojo goal, File directory, List<String> classPath, File ownClasses)
            throws IOException {
        var root = directory.toPath().toAbsolutePath().normalize();
        new SourceFolder(root, goal.project().getBasedir().toPath()).require();
        var own = ownClasses.toPath();
        var dependencies = DependencyModels.read(classPath.stream()
                .map(Path::of)
                .filter(path -> !path.equals(own))
                .toList());
        var sources = Sources.find(
                root,
                goal.includes(),
                goal.excludes(),
                new PackageNames(goal.packageName()),
                Overrides.parse(goal.parameters()),
                dependencies);
        if (sources.files().isEmpty() && goal.excludes().isEmpty() && sources.hasModels()) {
            goal.getLog()
                    .warn("includes: %s matches no file in %s, although it contains models"
                            .formatted(String.join(", ", goal.includes()), root));
        }
        return sources;
    }

    private static DiagnosticReporter report(ModelMojo goal) {
        return new DiagnosticReporter(goal.getLog(), goal.context(), goal.failOnWarning());
    }

    private static void configured(Work work) throws IOException, MojoFailureException {
        try {
            work.run();
        } catch (ConfigurationException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, MojoFailureException;
    }
}
