package dev.sortal.tracking;

import dev.sortal.format.Proto;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A file of events that TensorBoard reads.
 *
 * <p>Each event is framed as TensorFlow's {@code TFRecord}: its length, a checksum of the length,
 * the event, a checksum of that; a checksum is CRC-32C, rotated right by 15 bits, plus a constant.
 * Events are messages of TensorFlow's {@code event.proto}. A reader stops at a record that is not
 * complete.
 */
final class EventFile {
  private static final int CRC_CONSTANT = 0xA282EAD8;
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;

  private final Path path;

  /** Begins a file in a folder in which no other is written. */
  EventFile(Path folder, Instant time) {
    path =
        folder.resolve(
            String.format(Locale.ROOT, "events.out.tfevents.%010d.sortal", time.getEpochSecond()));
    Proto version = new Proto().real(WALL_TIME, seconds(time)).text(FILE_VERSION, "brain.Event:2");
    Appending.append(path, record(version.toByteArray()));
  }

  /** Adds an event with these messages {@code Summary.Value}, as a whole. */
  void add(Instant time, int step, List<Proto> values) {
    Proto summary = new Proto();
    values.forEach(value -> summary.message(SUMMARY_VALUE, value));
    Proto event = new Proto().real(WALL_TIME, seconds(time));
    if (step != 0) {
      event.integer(STEP, step);
    }
    Appending.append(path, record(event.message(SUMMARY, summary).toByteArray()));
  }

  static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() * 1e-9;
  }

  static byte[] record(byte[] event) {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(event.length).array();
    ByteArrayOutputStream record = new ByteArrayOutputStream(event.length + 16);
    record.writeBytes(length);
    record.writeBytes(checksum(length));
    record.writeBytes(event);
    record.writeBytes(checksum(event));
    return record.toByteArray();
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + CRC_CONSTANT;
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }
}
