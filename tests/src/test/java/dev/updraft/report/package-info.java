/** Reports: what they show, and how browsers show it. */
@NullMarked
package dev.updraft.report;

import org.jspecify.annotations.NullMarked;
