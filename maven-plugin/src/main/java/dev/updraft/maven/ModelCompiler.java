package dev.updraft.maven;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** What the goals do: a service, for the classes that do it can be loaded by a new Java alone. */
public interface ModelCompiler {

    /**
     * Compiles the models below a folder and writes nothing.
     *
     * @param goal the goal's parameters
     * @param classPath where there may be models to import
     * @param ownClasses where the goal's own results are copied to, if that is in the class path
     */
    void check(ModelMojo goal, File sourceDirectory, List<String> classPath, File ownClasses)
            throws IOException, MojoFailureException;

    /**
     * Compiles the models below a folder, and writes what has changed.
     *
     * @param goal the goal's parameters
     * @param outputDirectory for Java classes
     * @param resourceDirectory for resources
     * @param classPath where there may be models to import
     * @param ownClasses where the resources are copied to
     */
    void generate(
            GeneratingMojo goal,
            File sourceDirectory,
            File outputDirectory,
            File resourceDirectory,
            List<String> classPath,
            File ownClasses)
            throws IOException, MojoFailureException;
}
