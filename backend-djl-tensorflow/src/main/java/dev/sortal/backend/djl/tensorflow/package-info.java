/** DJL's TensorFlow engine, which serves networks and does not train them. */
@NullMarked
package dev.sortal.backend.djl.tensorflow;

import org.jspecify.annotations.NullMarked;
