/** What the build configures: folders, packages, parameters, and the settings of the Java compiler. */
@NullMarked
package dev.updraft.maven.configuration;

import org.jspecify.annotations.NullMarked;
