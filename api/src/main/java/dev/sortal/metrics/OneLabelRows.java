package dev.sortal.metrics;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Rows that have one label each; those of labels that the model does not know among them. */
final class OneLabelRows extends ScoredRows {
  /** Log loss clips to [2^-52, 1 - 2^-52]: the epsilon of double precision. */
  private static final double LEAST = 0x1.0p-52;

  private final List<String> truths;
  private final int[] truth;
  private final int[] answers;
  private final Lazy<double[]> losses = new Lazy<>(() -> known(this::loss));
  private final Lazy<double[]> distances;
  private final Lazy<int[]> ranks = new Lazy<>(() -> all().map(this::rank).toArray());
  private final Lazy<RankedScores> confident = new Lazy<>(() -> new RankedScores(new Confidence()));

  /**
   * Takes rows without a copy.
   *
   * @param truths the labels of the model, then those that it does not know
   * @param truth the index of each row's label in truths, [rows]
   * @param answers the index of the label that was given, [rows]
   * @param probabilities [rows, labels]
   * @param positive the label that the Brier score of two is about
   */
  OneLabelRows(
      List<String> truths,
      int labels,
      int[] truth,
      int[] answers,
      float[] probabilities,
      int positive) {
    super(truth.length, labels, probabilities);
    this.truths = truths;
    this.truth = truth;
    this.answers = answers;
    distances = new Lazy<>(() -> known(row -> distance(row, positive)));
  }

  List<String> truths() {
    return truths;
  }

  int truthIndex(int row) {
    return truth[row];
  }

  int answer(int row) {
    return answers[row];
  }

  /** The probability of the answer. */
  double confidence(int row) {
    return probability(row, answers[row]);
  }

  @Override
  boolean isKnown(int row) {
    return truth[row] < labels();
  }

  @Override
  boolean isTrue(int row, int label) {
    return truth[row] == label;
  }

  @Override
  boolean isRight(int row) {
    return truth[row] == answers[row];
  }

  private IntStream all() {
    return IntStream.range(0, rows());
  }

  /** A figure of each row; 0 for those of unknown labels. */
  private double[] known(IntToDoubleFunction figure) {
    return all().mapToDouble(row -> isKnown(row) ? figure.applyAsDouble(row) : 0).toArray();
  }

  private double loss(int row) {
    double p = probability(row, truth[row]);
    return -Math.log(Math.min(Math.max(p, LEAST), 1 - LEAST));
  }

  private double distance(int row, int positive) {
    double sum = 0;
    for (int label = 0; label < labels(); label++) {
      if (labels() != 2 || label == positive) {
        double distance = probability(row, label) - (truth[row] == label ? 1.0 : 0.0);
        sum += distance * distance;
      }
    }
    return sum;
  }

  /** The number of labels that are likelier than the truth; of equally likely ones the first. */
  private int rank(int row) {
    if (!isKnown(row)) {
      return Integer.MAX_VALUE;
    }
    float own = probability(row, truth[row]);
    int before = 0;
    for (int label = 0; label < labels(); label++) {
      float other = probability(row, label);
      if (other > own || (other == own && label < truth[row])) {
        before++;
      }
    }
    return before;
  }

  double logLoss(RowWeights weights) {
    return meanOfKnown(losses.get(), weights);
  }

  double brier(RowWeights weights) {
    return meanOfKnown(distances.get(), weights);
  }

  private double meanOfKnown(double[] figures, RowWeights weights) {
    double sum = 0;
    double known = 0;
    for (int row = 0; row < figures.length; row++) {
      if (isKnown(row)) {
        double weight = weights.weight(row);
        sum += weight * figures[row];
        known += weight;
      }
    }
    return sum / known;
  }

  /**
   * The mean over pairs of classes of how well each is told from the other: Hand and Till (2001),
   * equation 7.
   *
   * @param support what the rows of each class weigh
   */
  double oneVersusOne(Average average, List<LabelCounts> support, RowWeights weights) {
    double[][] areas = new double[labels()][];
    for (int label = 0; label < labels(); label++) {
      areas[label] = ranked(label).rocAucs(this::truthIndex, labels(), weights);
    }
    double sum = 0;
    double pairs = 0;
    for (int i = 0; i < labels(); i++) {
      for (int j = 0; j < i; j++) {
        double ofFirst = support.get(i).support();
        double ofSecond = support.get(j).support();
        double weight = average == Average.MACRO ? 1 : ofFirst + ofSecond;
        if (average == Average.MACRO || (ofFirst > 0 && ofSecond > 0)) {
          sum += weight * (areas[i][j] + areas[j][i]) / 2;
          pairs += weight;
        }
      }
    }
    return sum / pairs;
  }

  /** The weight of rows whose truth is among the k likeliest labels. */
  double topHits(int k, RowWeights weights) {
    int[] rank = ranks.get();
    double hits = 0;
    for (int row = 0; row < rank.length; row++) {
      hits += rank[row] < k ? weights.weight(row) : 0;
    }
    return hits;
  }

  /** Of the answers, over rows of known labels. */
  Reliability reliability(int bins, RowWeights weights) {
    Reliability reliability = new Reliability(bins);
    for (int row = 0; row < rows(); row++) {
      if (isKnown(row)) {
        reliability.add(confidence(row), isRight(row), weights.times(row), weights.weight(row));
      }
    }
    return reliability;
  }

  /** All rows by the probability of their answers. */
  RankedScores confident() {
    return confident.get();
  }

  private final class Confidence implements RankedScores.Entries {
    @Override
    public int count() {
      return rows();
    }

    @Override
    public int row(int entry) {
      return entry;
    }

    @Override
    public float score(int entry) {
      return probability(entry, answers[entry]);
    }

    @Override
    public boolean isPositive(int entry) {
      return isRight(entry);
    }
  }
}
