package dev.updraft.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** Does what the goals ask for. */
public final class CompilationService implements ModelCompiler {

    @Override
    public void check(ModelMojo goal, File sourceDirectory, List<String> classPath, File ownClasses)
            throws IOException, MojoFailureException {
        configured(() -> {
            var sources = sources(goal, sourceDirectory, classPath, ownClasses);
            new ProjectCompilation(sources, false).run(report(goal));
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
        var destination = new Destination(outputDirectory.toPath(), resourceDirectory.toPath(), ownClasses.toPath());
        configured(() -> write(goal, sources(goal, sourceDirectory, classPath, ownClasses), destination));
    }

    private static void write(GeneratingMojo goal, Sources sources, Destination destination)
            throws IOException, MojoFailureException {
        var execution = goal.execution();
        var version = execution.getMojoDescriptor().getPluginDescriptor().getVersion();
        var fingerprint = sources.fingerprint(version, goal.emitKernels(), goal.failOnWarning());
        var stateFile = Path.of(
                goal.project().getBuild().getDirectory(),
                "updraft",
                execution.getGoal() + "-" + execution.getExecutionId().replaceAll("[^A-Za-z0-9._-]", "_"));
        var outputs = new IncrementalOutputs(destination, stateFile);
        if (goal.incremental() && outputs.areUpToDate(fingerprint)) {
            goal.getLog().info("Nothing to compile: the models are up to date");
            return;
        }
        var compiled = new ProjectCompilation(sources, goal.emitKernels()).run(report(goal));
        for (var written : outputs.write(fingerprint, compiled, !goal.incremental())) {
            goal.context().refresh(written.toFile());
        }
    }

    private static Sources sources(ModelMojo goal, File directory, List<String> classPath, File ownClasses)
            throws IOException {
        var root = directory.toPath().toAbsolutePath().normalize();
        var own = ownClasses.toPath();
        var dependencies = DependencyModels.read(classPath.stream()
                .map(Path::of)
                .filter(path -> !path.equals(own))
                .toList());
        return Sources.find(
                root,
                goal.includes(),
                goal.excludes(),
                new PackageNames(goal.packageName()),
                Overrides.parse(goal.parameters()),
                dependencies);
    }

    private static Report report(ModelMojo goal) {
        return new Report(goal.getLog(), goal.context(), goal.failOnWarning());
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
