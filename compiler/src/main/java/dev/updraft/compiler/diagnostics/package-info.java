/** What the compiler has to say to people: coded messages with the place they are about. */
@NullMarked
package dev.updraft.compiler.diagnostics;

import org.jspecify.annotations.NullMarked;
