package dev.sortal.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Shape;
import java.util.List;
import java.util.Map;

/** {@link Images} with the scale of each channel; immutable and safe for threads. */
public final class FittedImages implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "images";

  /**
   * What is saved.
   *
   * @param type always {@link #TYPE}
   * @param images the settings
   * @param means what is taken off each channel's samples
   * @param deviations by what they are divided then
   */
  record Saved(String type, Images images, double[] means, double[] deviations) {}

  private final Images images;
  private final double[] means;
  private final double[] deviations;

  FittedImages(Images images, double[] means, double[] deviations) {
    this.images = images;
    this.means = means;
    this.deviations = deviations;
    for (int channel = 0; channel < images.channels(); channel++) {
      if (!Double.isFinite(means[channel]) || !(deviations[channel] > 0)) {
        throw new IllegalArgumentException(
            "Each channel needs a mean and a deviation above 0, got "
                + means[channel]
                + " and "
                + deviations[channel]
                + ".");
      }
    }
  }

  /**
   * The encoder that gave these settings.
   *
   * @throws IllegalArgumentException if they are not those of images
   */
  public static FittedImages read(ObjectNode settings) {
    ObjectNode own = settings.deepCopy();
    own.remove("vocabulary");
    Saved saved = SpecJson.read(own, Saved.class);
    int channels = saved.images.channels();
    if (saved.means.length != channels || saved.deviations.length != channels) {
      throw new IllegalArgumentException(
          "Images of " + channels + " channels need as many means and deviations.");
    }
    return new FittedImages(saved.images, saved.means, saved.deviations);
  }

  @Override
  public Map<String, FieldKind> fields() {
    return Map.of(images.field(), FieldKind.IMAGE);
  }

  @Override
  public Input input() {
    return new Input.Values(
        images.field(), Shape.of(images.height(), images.width(), images.channels()));
  }

  @Override
  public ObjectNode settings() {
    return SpecJson.write(new Saved(TYPE, images, means, deviations));
  }

  /** Nothing: what was learned stands in the settings. */
  @Override
  public List<String> vocabulary() {
    return List.of();
  }

  /** For each channel the number that a sample of 0 to 255 becomes. */
  float[][] levels() {
    float[][] levels = new float[images.channels()][256];
    for (int channel = 0; channel < levels.length; channel++) {
      for (int value = 0; value < 256; value++) {
        levels[channel][value] = (float) ((value - means[channel]) / deviations[channel]);
      }
    }
    return levels;
  }

  @Override
  public EncodedColumn stored(StoredColumn rows) {
    return PixelColumn.stored(rows, images, levels());
  }

  @Override
  public EncodedColumn forTraining(EncodedColumn rows) {
    return ((PixelColumn) rows).altered(images.augmentation());
  }

  @Override
  public Images unfitted() {
    return images;
  }

  @Override
  public ColumnBuilder start() {
    return new ImageColumn();
  }

  private final class ImageColumn implements ColumnBuilder {
    private final PixelColumn.Builder column = new PixelColumn.Builder(images);
    private final byte[] row = new byte[images.size()];
    private final float[][] levels = levels();

    @Override
    public Note add(Example example) {
      images.read(example, row);
      column.add(row);
      return new Note(0, 0, 0, true);
    }

    @Override
    public EncodedColumn finish() {
      return column.finish(levels);
    }

    @Override
    public Column read() {
      return column.read(levels);
    }

    @Override
    public void store(RowBytes row) {
      column.store(row);
    }
  }
}
