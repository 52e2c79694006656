package dev.sortal;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.training.RowOrder;
import java.util.List;

/**
 * All that a training needs of its examples.
 *
 * @param encoders what was learned from them, one for each input
 * @param positive the label that binary figures are about
 * @param order which training rows an epoch visits
 * @param heldOut the examples of the validation rows
 * @param sha256 a hash of the training examples, in hexadecimal digits
 */
record Prepared(
    List<FittedEncoder> encoders,
    Labels labels,
    int positive,
    ClassBalance balance,
    EncodedSet training,
    RowOrder order,
    EncodedSet validation,
    Dataset heldOut,
    String sha256) {}
