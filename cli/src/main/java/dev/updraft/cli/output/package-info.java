/** What the command says, for people and for programs, and how it ends. */
@NullMarked
package dev.updraft.cli.output;

import org.jspecify.annotations.NullMarked;
