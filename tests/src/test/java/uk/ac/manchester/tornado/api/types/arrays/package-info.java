/** A double; see {@link uk.ac.manchester.tornado.api}. */
@NullMarked
package uk.ac.manchester.tornado.api.types.arrays;

import org.jspecify.annotations.NullMarked;
