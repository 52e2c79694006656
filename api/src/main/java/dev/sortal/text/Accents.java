package dev.sortal.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/** Latin and Greek letters without their accents. */
final class Accents {
  /** Letters that Unicode does not take apart, each with what stands for it in plain Latin. */
  private static final String WHOLE =
      "ß=ss ẞ=SS æ=ae Æ=AE œ=oe Œ=OE ø=o Ø=O đ=d Đ=D ð=d Ð=D þ=th Þ=TH ł=l Ł=L ħ=h Ħ=H ı=i ŧ=t Ŧ=T"
          + " ";

  private Accents() {}

  static String folded(String text) {
    if (PlainStep.isBelow(0x80, text)) {
      return text;
    }
    String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
    StringBuilder folded = new StringBuilder(apart.length());
    boolean folds = false;
    for (int i = 0; i < apart.length(); ) {
      int point = apart.codePointAt(i);
      i += Character.charCount(point);
      if (isAccent(point)) {
        if (!folds) {
          folded.appendCodePoint(point);
        }
        continue;
      }
      folds = isFolded(point);
      append(point, folded);
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  private static void append(int point, StringBuilder folded) {
    int at = point < 0x80 ? -1 : WHOLE.indexOf(Character.toString(point) + "=");
    if (at < 0) {
      folded.appendCodePoint(point);
    } else {
      folded.append(WHOLE, at + 2, WHOLE.indexOf(' ', at));
    }
  }

  private static boolean isAccent(int point) {
    return point >= 0x300 && Character.getType(point) == Character.NON_SPACING_MARK;
  }

  private static boolean isFolded(int point) {
    if (point < 0x80) {
      return Finders.isAsciiLetter((char) point);
    }
    UnicodeScript script = UnicodeScript.of(point);
    return script == UnicodeScript.LATIN || script == UnicodeScript.GREEK;
  }
}
