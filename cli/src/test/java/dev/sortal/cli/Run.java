package dev.sortal.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a run of the command returned and printed. */
record Run(int code, String out, String err) {
  /** Runs the command with that standard input. */
  static Run sortal(InputStream in, String... arguments) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    InputStream inBefore = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      System.setIn(in);
      int code = Main.run(arguments);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
      System.setIn(inBefore);
    }
  }

  /** Runs the command. */
  static Run sortal(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return sortal(InputStream.nullInputStream(), texts);
  }
}
