/** What a goal writes, and how it writes only what is new. */
@NullMarked
package dev.updraft.maven.output;

import org.jspecify.annotations.NullMarked;
