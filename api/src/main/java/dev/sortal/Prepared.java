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
 * @param heldOutNew those of them that are of the new data, the first
 * @param heldOutOld those of them that are of replayed data, if any
 * @param replayedRows how many of the training rows are of replayed data, the last
 * @param sha256 a hash of the training examples, in hexadecimal digits
 * @param validationSha256 a hash of the validation examples, likewise
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
    Dataset heldOutNew,
    Dataset heldOutOld,
    int replayedRows,
    String sha256,
    String validationSha256) {}
