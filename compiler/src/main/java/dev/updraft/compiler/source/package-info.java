/** What models are compiled from, kept so that they can be compiled again elsewhere: in weights, in jars. */
@NullMarked
package dev.updraft.compiler.source;

import org.jspecify.annotations.NullMarked;
