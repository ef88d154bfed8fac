/** The stages of compilation as text, for people to read: {@code updraft compile --emit}. */
@NullMarked
package dev.updraft.compiler.dump;

import org.jspecify.annotations.NullMarked;
