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

/** Checks {@code .model} files and writes nothing. */
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
public final class CheckMojo extends ModelMojo {

    /** The folder that contains the {@code .model} files, directly or in subfolders. */
    @Parameter(property = "updraft.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** Maven makes the goals. */
    @Inject
    public CheckMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run(ModelCompiler compiler) throws IOException, DependencyResolutionRequiredException, MojoFailureException {
        MavenProject project = project();
        compiler.check(
                this,
                sourceDirectory,
                project.getCompileClasspathElements(),
                new File(project.getBuild().getOutputDirectory()));
    }
}
