package dev.updraft.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What the goals that write files have in common. */
public abstract class GeneratingMojo extends ModelMojo {

    /** Whether nothing is compiled, and no file is touched, if nothing has changed since the last build. */
    @Parameter(property = "updraft.incremental", defaultValue = "true")
    private boolean incremental;

    /** Whether the source that TornadoVM compiles for a GPU is written too, to the resource directory. */
    @Parameter(property = "updraft.emitKernels", defaultValue = "false")
    private boolean emitKernels;

    GeneratingMojo(BuildContext context) {
        super(context);
    }

    /** Compiles, and writes what has changed. */
    final void generate(File sourceDirectory, List<String> classPath, Destination destination)
            throws IOException, MojoFailureException {
        var sources = sources(sourceDirectory, classPath, destination.classes().toString());
        var version = execution().getMojoDescriptor().getPluginDescriptor().getVersion();
        var fingerprint = sources.fingerprint(version, emitKernels);
        var stateFile = Path.of(
                project().getBuild().getDirectory(),
                "updraft",
                execution().getGoal() + "-" + execution().getExecutionId().replaceAll("[^A-Za-z0-9._-]", "_"));
        var outputs = new IncrementalOutputs(destination, stateFile);
        if (incremental && outputs.areUpToDate(fingerprint)) {
            getLog().info("Nothing to compile: the models are up to date");
            return;
        }
        var compiled = new ProjectCompilation(sources, emitKernels).run(report());
        for (var written : outputs.write(fingerprint, compiled, !incremental)) {
            context().refresh(written.toFile());
        }
    }

    /** The folder of generated resources, as Maven wants it described. */
    static Resource resource(File directory) {
        var resource = new Resource();
        resource.setDirectory(directory.getPath());
        return resource;
    }
}
