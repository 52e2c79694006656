package dev.sortal.tokenizers;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.spec.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts as the subwords of a {@code tokenizer.json} of Hugging Face; an immutable value.
 *
 * <p>Word-piece and byte-pair models are read, in plain Java. Id 0 is padding; every id of the
 * tokenizer is one higher than there, since what it has at 0 may be any token. The marks that it
 * puts around a text ({@code [CLS]}, {@code <s>}) are left out, its own settings for padding and
 * truncation too. There is nothing to learn from training texts. The file travels within a saved
 * classifier.
 *
 * <pre>{@code
 * Pipeline.text(Subwords.file(Path.of("tokenizer.json")).maxLength(64))
 *     .network(embedding(64), conv1d(100, 3, RELU), globalMaxPool());
 * }</pre>
 */
public final class Subwords implements Encoder {
  private static final long MOST_BYTES = 1 << 28;

  private final FittedSubwords fitted;

  Subwords(FittedSubwords fitted) {
    this.fitted = fitted;
  }

  /**
   * Subwords as that file says, at most 100 of a text, padded and cut at the end.
   *
   * @throws DataException if the file cannot be read, or has a part that is not supported; the
   *     message names it
   */
  public static Subwords file(Path path) {
    try {
      if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
        throw new DataException(
            path + " is too large for a tokenizer: expected at most " + MOST_BYTES + " bytes.");
      }
      byte[] json = Files.readAllBytes(path);
      return new Subwords(
          new FittedSubwords(
              new FittedSubwords.Settings(Example.TEXT, 100, Side.POST, Side.POST), json));
    } catch (IOException failure) {
      throw new DataException(
          "The tokenizer "
              + path
              + " ("
              + path.toAbsolutePath().normalize()
              + ") cannot be read: "
              + failure
              + ". Check the path.",
          failure);
    } catch (IllegalArgumentException failure) {
      throw new DataException(
          path
              + " cannot be used as a tokenizer: "
              + failure.getMessage()
              + ". Choose a tokenizer of word pieces or byte pairs.",
          failure);
    }
  }

  private Subwords with(FittedSubwords.Settings settings) {
    return new Subwords(fitted.with(settings));
  }

  /** This encoder, reading the text in that field; by default {@link Example#TEXT}. */
  public Subwords field(String name) {
    return with(fitted.options().field(name));
  }

  /** This encoder, reading at most that many subwords of a text; at least 1, by default 100. */
  public Subwords maxLength(int tokens) {
    return with(fitted.options().maxLength(tokens));
  }

  /** This encoder, padding short texts on that side. */
  public Subwords padding(Side side) {
    return with(fitted.options().padding(side));
  }

  /** This encoder, cutting long texts on that side. */
  public Subwords truncation(Side side) {
    return with(fitted.options().truncation(side));
  }

  @Override
  public Fitting start() {
    FittedSubwords.SubwordColumn column = fitted.start();
    return new Fitting() {
      @Override
      public void add(Example example) {
        column.add(example);
      }

      @Override
      public Fitted finish() {
        return new Fitted(fitted, column.finish());
      }
    };
  }

  /** A draft is the row itself: there is nothing to learn. */
  @Override
  public Drafting draft() {
    FittedSubwords.SubwordColumn column = fitted.start();
    return new Drafting() {
      @Override
      public void add(Example example, RowBytes draft) {
        column.add(example);
        column.store(draft);
      }

      @Override
      public Drafted finish() {
        return new Drafted(fitted, RowCursor::copyTo);
      }
    };
  }
}
