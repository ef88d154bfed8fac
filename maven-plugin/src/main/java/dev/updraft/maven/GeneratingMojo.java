package dev.updraft.maven;

import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Resource;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What the goals that write files have in common. */
public abstract class GeneratingMojo extends ModelMojo {

    /** Whether to skip compilation and leave all files untouched if nothing has changed since the last build. */
    @Parameter(property = "updraft.incremental", defaultValue = "true")
    private boolean incremental;

    /** Whether to also write the source that TornadoVM compiles for a GPU, to the resource directory. */
    @Parameter(property = "updraft.emitKernels", defaultValue = "false")
    private boolean emitKernels;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init") // Maven sets it.
    private MavenSession session;

    GeneratingMojo(BuildContext context) {
        super(context);
    }

    boolean incremental() {
        return incremental;
    }

    boolean emitKernels() {
        return emitKernels;
    }

    MavenSession session() {
        return session;
    }

    /** Whether the classes are for tests. */
    abstract boolean isTest();

    /** The folder of generated resources, as Maven wants it described. */
    static Resource resource(File directory) {
        Resource resource = new Resource();
        resource.setDirectory(directory.getPath());
        return resource;
    }
}
