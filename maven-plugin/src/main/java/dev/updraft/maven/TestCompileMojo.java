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
 * Compiles {@code .model} files to Java classes for the project's tests. They can import everything that the project's
 * models can, and those models.
 */
@Mojo(
        name = "test-compile",
        defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
public final class TestCompileMojo extends GeneratingMojo {

    /** The folder that contains the {@code .model} files, directly or in subfolders. */
    @Parameter(property = "updraft.testSourceDirectory", defaultValue = "${project.basedir}/src/test/model")
    private File sourceDirectory;

    /** The folder that Java classes are written to. */
    @Parameter(
            property = "updraft.testOutputDirectory",
            defaultValue = "${project.build.directory}/generated-test-sources/updraft")
    private File outputDirectory;

    /**
     * The folder that resources are written to: the models that the classes load, and sources that other projects can
     * import.
     */
    @Parameter(
            property = "updraft.testResourceDirectory",
            defaultValue = "${project.build.directory}/generated-test-resources/updraft")
    private File resourceDirectory;

    /** Maven makes the goals. */
    @Inject
    public TestCompileMojo(BuildContext context) {
        super(context);
    }

    @Override
    boolean isTest() {
        return true;
    }

    @Override
    void run(ModelCompiler compiler) throws IOException, DependencyResolutionRequiredException, MojoFailureException {
        MavenProject project = project();
        compiler.generate(
                this,
                sourceDirectory,
                outputDirectory,
                resourceDirectory,
                project.getTestClasspathElements(),
                new File(project.getBuild().getTestOutputDirectory()));
        project.addTestCompileSourceRoot(outputDirectory.getPath());
        project.addTestResource(resource(resourceDirectory));
    }
}
