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
  };

  abstract boolean isBetter(Epoch one, Epoch other);
}
