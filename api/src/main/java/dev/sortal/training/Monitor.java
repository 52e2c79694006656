package dev.sortal.training;

/** The figure by which the best epoch is chosen, where there are validation rows. */
public enum Monitor {
  /** The mean loss over the validation rows; lower is better. */
  VALIDATION_LOSS {
    @Override
    boolean isBetter(Epoch one, Epoch other) {
      return one.validationLoss() < other.validationLoss();
    }
  },
  /** The share of validation rows that are right; of equal shares the lower loss is better. */
  VALIDATION_ACCURACY {
    @Override
    boolean isBetter(Epoch one, Epoch other) {
      return one.validationAccuracy() > other.validationAccuracy()
          || (one.validationAccuracy() == other.validationAccuracy()
              && VALIDATION_LOSS.isBetter(one, other));
    }
  },
  /**
   * The mean over classes of the share of their validation rows that are right, so that a rare
   * class counts as much as a frequent one; of equal ones the lower loss is better. For one label
   * an example.
   */
  VALIDATION_BALANCED_ACCURACY {
    @Override
    boolean isBetter(Epoch one, Epoch other) {
      return one.validationBalancedAccuracy() > other.validationBalancedAccuracy()
          || (one.validationBalancedAccuracy() == other.validationBalancedAccuracy()
              && VALIDATION_LOSS.isBetter(one, other));
    }
  };

  abstract boolean isBetter(Epoch one, Epoch other);
}
