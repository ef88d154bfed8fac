/**
 * Tables in Arrow's format for files and streams, of which Feather is another name. Apache's library for Java needs fifteen other
 * jars, flags of the JVM, and methods that the JDK is about to remove; columns without parts need little of it.
 */
@NullMarked
package dev.updraft.data.internal.arrow;

import org.jspecify.annotations.NullMarked;
