package dev.sortal.tracking;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Names of runs that sort by time and do not meet, whoever else writes into the folder. */
final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunId() {}

  static String next(Instant time) {
    return TIME.format(time) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
