package dev.sortal.formats;

import dev.sortal.data.Rows;
import dev.sortal.data.Table;
import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/**
 * A Parquet file.
 *
 * @param path where it is
 */
record ParquetTable(Path path) implements Table {
  @Override
  public String name() {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  @Override
  public Rows open() {
    if (!Files.exists(path)) {
      throw new DataException(
          "There is no file " + path + " (" + path.toAbsolutePath().normalize() + ").");
    }
    if (Files.isDirectory(path)) {
      throw new DataException(
          "Expected a Parquet file, got the folder "
              + path
              + ". Read the files of a folder with Parquet.files(folder, \"*.parquet\").");
    }
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .build();
    try {
      return new ParquetRows(name(), ParquetFileReader.open(new LocalInputFile(path), options));
    } catch (IOException | RuntimeException failure) {
      throw new DataException(
          path + " cannot be read as Parquet: " + failure.getMessage(), failure);
    }
  }
}
