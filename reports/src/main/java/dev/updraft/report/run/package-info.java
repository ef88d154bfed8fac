/** What a report says of a run, as a record and as {@code report.json}; what it looks like is elsewhere. */
@NullMarked
package dev.updraft.report.run;

import org.jspecify.annotations.NullMarked;
