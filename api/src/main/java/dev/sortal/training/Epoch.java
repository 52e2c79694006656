package dev.sortal.training;

/**
 * The figures of one pass over the training rows.
 *
 * @param number the epoch, from 1
 * @param loss the mean training loss, of each batch before its update, dropout active
 * @param accuracy the share of training rows that were right, likewise; of rows with several labels
 *     the share of all decisions, label by label
 * @param validationLoss the mean loss over the validation rows of known classes; NaN without any
 * @param validationAccuracy the share of validation rows that are right; NaN without any
 * @param validationBalancedAccuracy the mean over classes of the share of their validation rows
 *     that are right, classes without rows left out; NaN without any, and of several labels
 * @param monitored the figure by which the best epoch is chosen; NaN without validation rows
 * @param learningRate the rate of the epoch's last step
 * @param seconds the time it took, validation included
 * @param rowsPerSecond training rows for each second of training, validation excluded
 */
public record Epoch(
    int number,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    double validationBalancedAccuracy,
    double monitored,
    double learningRate,
    double seconds,
    double rowsPerSecond) {}
