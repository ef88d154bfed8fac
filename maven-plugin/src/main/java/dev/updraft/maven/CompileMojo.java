package dev.updraft.maven;

import java.io.File;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compiles {@code .model} files to Java classes, which are compiled with the project's own, and to resources in its jar.
 */
@Mojo(
        name = "compile",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
public final class CompileMojo extends GeneratingMojo {

    /** The folder that contains the {@code .model} files, directly or in subfolders. */
    @Parameter(property = "updraft.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** The folder that Java classes are written to. */
    @Parameter(
            property = "updraft.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/updraft")
    private File outputDirectory;

    /**
     * The folder that resources are written to: the models that the classes load, and sources that other projects can
     * import.
     */
    @Parameter(
            property = "updraft.resourceDirectory",
            defaultValue = "${project.build.directory}/generated-resources/updraft")
    private File resourceDirectory;

    /** Maven makes the goals. */
    @Inject
    public CompileMojo(BuildContext context) {
        super(context);
    }

    @Override
    boolean isTest() {
        return false;
    }

    @Override
    void run(ModelCompiler compiler) throws IOException, DependencyResolutionRequiredException, MojoFailureException {
        MavenProject project = project();
        compiler.generate(
                this,
                sourceDirectory,
                outputDirectory,
                resourceDirectory,
                project.getCompileClasspathElements(),
                new File(project.getBuild().getOutputDirectory()));
        project.addCompileSourceRoot(outputDirectory.getPath());
        project.addResource(resource(resourceDirectory));
    }
}
