/** A double; see {@link uk.ac.manchester.tornado.api}. */
@NullMarked
package uk.ac.manchester.tornado.api.math;

import org.jspecify.annotations.NullMarked;
