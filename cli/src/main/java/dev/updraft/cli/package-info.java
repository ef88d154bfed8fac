/** The {@code updraft} command: a class a subcommand, and what they share: options, output for people and for programs. */
@NullMarked
package dev.updraft.cli;

import org.jspecify.annotations.NullMarked;
