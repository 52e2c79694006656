package dev.sortal;

import dev.sortal.data.CsvFile;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.Folds;
import dev.sortal.data.ImageFolders;
import dev.sortal.data.JdbcQuery;
import dev.sortal.data.JsonFile;
import dev.sortal.data.OnError;
import dev.sortal.data.Parts;
import dev.sortal.data.RowSource;
import dev.sortal.data.Source;
import dev.sortal.data.SplitRule;
import dev.sortal.data.Table;
import dev.sortal.data.TextFolders;
import dev.sortal.duplicates.Conflicts;
import dev.sortal.error.DataException;
import dev.sortal.image.Images;
import dev.sortal.profile.DataProfile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Labelled examples, read when they are needed; an immutable description of where they come from.
 *
 * <pre>{@code
 * Dataset reviews = Dataset.csv(Path.of("reviews.csv")).text("text").label("label");
 * Split parts = reviews.clean(Cleaning.standard()).split(SplitRule.random().seed(42));
 * }</pre>
 */
public sealed class Dataset {
  private final Source source;

  private Dataset(Source source) {
    this.source = source;
  }

  /** A comma-separated file with a header, in UTF-8; columns {@code text} and {@code label}. */
  public static Csv csv(Path file) {
    return Csv.of(CsvFile.csv(file), null);
  }

  /**
   * Comma-separated files with equal headers, in UTF-8, read in the order of their names.
   *
   * @param glob which files of the folder: {@code part-*.csv.gz}
   */
  public static Csv csv(Path folder, String glob) {
    return Csv.of(CsvFile.csv(folder), glob);
  }

  /** A tab-separated file with a header, in UTF-8; columns {@code text} and {@code label}. */
  public static Csv tsv(Path file) {
    return Csv.of(CsvFile.tsv(file), null);
  }

  /**
   * Tab-separated files with equal headers, in UTF-8, read in the order of their names.
   *
   * @param glob which files of the folder: {@code part-*.tsv.gz}
   */
  public static Csv tsv(Path folder, String glob) {
    return Csv.of(CsvFile.tsv(folder), glob);
  }

  /** A file with a JSON object a line, in UTF-8; a dot in a column goes into an inner object. */
  public static JsonLines jsonLines(Path file) {
    return JsonLines.of(JsonFile.of(file), null);
  }

  /**
   * Files with a JSON object a line, in UTF-8, read in the order of their names.
   *
   * @param glob which files of the folder: {@code part-*.jsonl.gz}
   */
  public static JsonLines jsonLines(Path folder, String glob) {
    return JsonLines.of(JsonFile.of(folder), glob);
  }

  /** A folder with a folder for each class, which holds a file for each text, in UTF-8. */
  public static Folders textFolders(Path folder) {
    return Folders.of(TextFolders.of(folder));
  }

  /** A folder with a folder for each class, which holds a file for each image. */
  public static ImageFiles imageFolders(Path folder) {
    return new ImageFiles(
        RowSource.of(new ImageFolders(folder))
            .image(Example.IMAGE, folder)
            .checkingImages(Images::requireReadable));
  }

  /**
   * The rows of a query over JDBC; columns by the labels of the result, in any case.
   *
   * <p>Values belong into {@link Jdbc#parameters}, not into the query.
   */
  public static Jdbc jdbc(DataSource database, String sql) {
    return jdbc(database::getConnection, sql);
  }

  /** The rows of a query over JDBC, with a connection of its own for each pass. */
  public static Jdbc jdbc(JdbcQuery.Connections connections, String sql) {
    return Jdbc.of(JdbcQuery.of(connections, sql));
  }

  /** These examples; the list is copied. */
  public static Dataset of(List<Example> examples) {
    List<Example> copy = List.copyOf(examples);
    return new Dataset(copy::stream);
  }

  /**
   * The examples that it gives; it is asked for an iterator whenever they are read, and must give
   * the same ones each time.
   */
  public static Dataset of(Iterable<Example> examples) {
    return new Dataset(() -> StreamSupport.stream(examples.spliterator(), false));
  }

  /**
   * Examples from wherever the source reads them; a lambda that gives a new stream each time will
   * do.
   */
  public static Dataset of(Source source) {
    return new Dataset(source);
  }

  /**
   * The examples, read anew; the caller closes the stream.
   *
   * @throws DataException here or while streaming, naming file and line
   */
  public Stream<Example> examples() {
    return source.open();
  }

  /** All examples in memory. */
  public List<Example> toList() {
    try (Stream<Example> examples = examples()) {
      return examples.toList();
    }
  }

  /** The examples that these rules leave. */
  public Dataset clean(Cleaning cleaning) {
    return new Dataset(() -> cleaning.apply(this::examples));
  }

  /** What the examples are like, to be read before training. */
  public DataProfile profile() {
    return Split.of(this, of(List.of())).profile();
  }

  /** The examples of equal words and different labels. */
  public Conflicts conflicts() {
    return Conflicts.of(this::examples);
  }

  /** The examples without those of equal words and different labels. */
  public Dataset withoutConflicts(Conflicts.Resolution resolution) {
    return new Dataset(Conflicts.resolved(this::examples, resolution));
  }

  /**
   * Divides the examples.
   *
   * <p>A {@link SplitRule.Streaming} rule only makes sure that there are some: each part reads the
   * source anew, when it is read, and leaves out what belongs to the others. Any other rule reads
   * all examples into memory at once.
   *
   * @throws DataException if there is none, or one cannot be assigned
   */
  public Split split(SplitRule rule) {
    if (rule instanceof SplitRule.Streaming streaming) {
      try (Stream<Example> examples = examples()) {
        requireAny(examples.findFirst().isPresent());
      }
      return new Split(
          part(streaming, SplitRule.Part.TRAIN),
          part(streaming, SplitRule.Part.VALIDATION),
          part(streaming, SplitRule.Part.TEST));
    }
    List<Example> examples = toList();
    requireAny(!examples.isEmpty());
    List<SplitRule.Part> parts = rule.assign(examples);
    List<List<Example>> divided = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < examples.size(); i++) {
      divided.get(parts.get(i).ordinal()).add(examples.get(i));
    }
    return new Split(of(divided.get(0)), of(divided.get(1)), of(divided.get(2)));
  }

  private static void requireAny(boolean any) {
    if (!any) {
      throw new DataException("There is nothing to split: expected examples, got none.");
    }
  }

  private Dataset part(SplitRule.Streaming rule, SplitRule.Part part) {
    return new Dataset(() -> examples().filter(example -> rule.part(example) == part));
  }

  /**
   * Reads all examples and divides them into folds: for each one a split that tests with it and
   * learns from the others, without validation.
   *
   * @throws DataException if there are fewer examples than folds
   */
  public List<Split> folds(Folds folds) {
    List<Example> examples = toList();
    int[] assigned = folds.assign(examples);
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < folds.count(); fold++) {
      List<Example> train = new ArrayList<>();
      List<Example> test = new ArrayList<>();
      for (int i = 0; i < assigned.length; i++) {
        (assigned[i] == fold ? test : train).add(examples.get(i));
      }
      splits.add(Split.of(of(train), of(test)));
    }
    return splits;
  }

  /**
   * Examples from rows with named columns; every method gives a new one.
   *
   * @param <D> the kind of dataset that the methods give
   */
  public abstract static sealed class Columned<D extends Columned<D>> extends Dataset {
    final RowSource rows;

    private Columned(RowSource rows) {
      super(rows);
      this.rows = rows;
    }

    abstract D with(RowSource rows);

    /** With the example's text in that column. */
    public D text(String column) {
      return with(rows.text(column));
    }

    /** With another text, or a category, in that column, which names the field too. */
    public D field(String column) {
      return with(rows.field(column));
    }

    /** With a number in that column, which names the field too. */
    public D number(String column) {
      return with(rows.number(column));
    }

    /** With the label in that column. */
    public D label(String column) {
      return with(rows.label(column));
    }

    /**
     * With fields in columns of their names: those that a model reads.
     *
     * <pre>{@code
     * Dataset.csv(path).fields(classifier.fields()).label("rating")
     * }</pre>
     */
    public D fields(Map<String, FieldKind> fields) {
      return with(rows.fields(fields).checkingImages(Images::requireReadable));
    }

    /**
     * With the example's image in the file that a column names.
     *
     * @param folder where relative names begin
     */
    public D image(String column, Path folder) {
      return with(rows.image(column, folder).checkingImages(Images::requireReadable));
    }

    /**
     * With the example's image as grey pixels in columns of their own, row by row, numbered from 0.
     *
     * @param prefix what the columns' names begin with: {@code p} for p0, p1, ..
     * @param white the number of a white pixel; black is 0
     */
    public D pixels(String prefix, int height, int width, double white) {
      return with(rows.pixels(prefix, height, width, white));
    }

    /**
     * With any number of labels in that column: of a list (a JSON array, an array of a database)
     * its elements, of a single value that one. An empty list or text stands for no label; a
     * missing value is an error, since it does not say that there is none.
     */
    public D labels(String column) {
      return with(rows.labels(column));
    }

    /**
     * With any number of labels in that column, of which a text holds several, as {@code
     * "vegan|quick"}.
     *
     * @param separator what stands between two labels, taken as it is
     * @throws IllegalArgumentException if the separator is empty
     */
    public D labels(String column, String separator) {
      return with(rows.labels(column, separator));
    }

    /** Without labels, for what is only to be classified. */
    public D unlabelled() {
      return with(rows.unlabelled());
    }

    /** With a factor of each example's loss, a number of at least 0, in that column. */
    public D weight(String column) {
      return with(rows.weight(column));
    }

    /** With another way to deal with rows that cannot be used than {@link OnError#failFast()}. */
    public D onError(OnError onError) {
      return with(rows.onError(onError));
    }
  }

  /** Examples from files of separated values; every method gives a new one. */
  public static final class Csv extends Columned<Csv> {
    private final CsvFile file;
    private final @Nullable String glob;

    private Csv(CsvFile file, @Nullable String glob, RowSource rows) {
      super(rows);
      this.file = file;
      this.glob = glob;
    }

    private static Csv of(CsvFile file, @Nullable String glob) {
      return new Csv(file, glob, RowSource.of(table(file, glob)));
    }

    private static Table table(CsvFile file, @Nullable String glob) {
      return glob == null ? file : new Parts(file.path(), glob, file::withPath);
    }

    @Override
    Csv with(RowSource rows) {
      return new Csv(file, glob, rows);
    }

    private Csv with(CsvFile file) {
      return new Csv(file, glob, rows.from(table(file, glob)));
    }

    /** In another charset than UTF-8. */
    public Csv charset(Charset charset) {
      return with(file.withCharset(charset));
    }

    /** With another character between fields. */
    public Csv separator(char separator) {
      return with(file.withSeparator(separator));
    }
  }

  /** Examples from files with a JSON object a line; every method gives a new one. */
  public static final class JsonLines extends Columned<JsonLines> {
    private final JsonFile file;
    private final @Nullable String glob;

    private JsonLines(JsonFile file, @Nullable String glob, RowSource rows) {
      super(rows);
      this.file = file;
      this.glob = glob;
    }

    private static JsonLines of(JsonFile file, @Nullable String glob) {
      return new JsonLines(file, glob, RowSource.of(table(file, glob)));
    }

    private static Table table(JsonFile file, @Nullable String glob) {
      return glob == null ? file : new Parts(file.path(), glob, file::withPath);
    }

    @Override
    JsonLines with(RowSource rows) {
      return new JsonLines(file, glob, rows);
    }

    /** In another charset than UTF-8. */
    public JsonLines charset(Charset charset) {
      JsonFile other = file.withCharset(charset);
      return new JsonLines(other, glob, rows.from(table(other, glob)));
    }
  }

  /** Examples from the rows of a query; every method gives a new one. */
  public static final class Jdbc extends Columned<Jdbc> {
    private final JdbcQuery query;

    private Jdbc(JdbcQuery query, RowSource rows) {
      super(rows);
      this.query = query;
    }

    private static Jdbc of(JdbcQuery query) {
      return new Jdbc(query, RowSource.of(query));
    }

    @Override
    Jdbc with(RowSource rows) {
      return new Jdbc(query, rows);
    }

    private Jdbc with(JdbcQuery query) {
      return new Jdbc(query, rows.from(query));
    }

    /** With values for the question marks of the query, from the first on. */
    public Jdbc parameters(@Nullable Object... values) {
      return with(query.withParameters(values));
    }

    /** With so many rows fetched at once, 1000 by default; Integer.MIN_VALUE makes MySQL stream. */
    public Jdbc fetchSize(int rows) {
      return with(query.withFetchSize(rows));
    }
  }

  /** Examples from the images of class folders; every method gives a new one. */
  public static final class ImageFiles extends Dataset {
    private final RowSource rows;

    private ImageFiles(RowSource rows) {
      super(rows);
      this.rows = rows;
    }

    /**
     * With another way to deal with images that cannot be used than {@link OnError#failFast()};
     * images are read twice then.
     */
    public ImageFiles onError(OnError onError) {
      return new ImageFiles(rows.onError(onError));
    }
  }

  /** Examples from the files of class folders; every method gives a new one. */
  public static final class Folders extends Dataset {
    private final TextFolders folders;
    private final RowSource rows;

    private Folders(TextFolders folders, RowSource rows) {
      super(rows);
      this.folders = folders;
      this.rows = rows;
    }

    private static Folders of(TextFolders folders) {
      return new Folders(folders, RowSource.of(folders));
    }

    /** In another charset than UTF-8. */
    public Folders charset(Charset charset) {
      TextFolders other = folders.withCharset(charset);
      return new Folders(other, rows.from(other));
    }

    /** With another way to deal with files that cannot be used than {@link OnError#failFast()}. */
    public Folders onError(OnError onError) {
      return new Folders(folders, rows.onError(onError));
    }
  }
}
