/** Databases, by JDBC: connections, what is wrong with them in words for users, and cells as Java objects. */
@NullMarked
package dev.updraft.data.internal.databases;

import org.jspecify.annotations.NullMarked;
