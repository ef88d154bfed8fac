/** The subcommands, a class each, and what they print. */
@NullMarked
package dev.updraft.cli.commands;

import org.jspecify.annotations.NullMarked;
