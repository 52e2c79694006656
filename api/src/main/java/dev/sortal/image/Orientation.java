package dev.sortal.image;

/** How a camera was held, as the EXIF tag 0x0112 of a JPEG file says: 1 to 8. */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  HALF_TURN,
  FLIPPED,
  TRANSPOSED,
  QUARTER_TURN,
  TRANSVERSED,
  THREE_QUARTER_TURN;

  private static final int TAG = 0x0112;

  /** What the file says; UPRIGHT where it is no JPEG, or says nothing that can be understood. */
  static Orientation of(byte[] file) {
    Bytes bytes = new Bytes(file, 0, true);
    if (bytes.u16(0) != 0xFFD8) {
      return UPRIGHT;
    }
    int at = 2;
    while (bytes.u8(at) == 0xFF) {
      int marker = bytes.u8(at + 1);
      int length = bytes.u16(at + 2);
      if (marker == 0xDA || length < 2) {
        return UPRIGHT;
      }
      if (marker == 0xE1 && bytes.u16(at + 4) == 0x4578 && bytes.u16(at + 6) == 0x6966) {
        return ofTiff(file, at + 10);
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static Orientation ofTiff(byte[] file, int start) {
    boolean isBigEndian = new Bytes(file, start, true).u16(0) == 0x4D4D;
    Bytes bytes = new Bytes(file, start, isBigEndian);
    long directory = bytes.u32(4);
    if (bytes.u16(2) != 42 || directory > file.length) {
      return UPRIGHT;
    }
    int entries = bytes.u16((int) directory);
    for (int i = 0; i < entries; i++) {
      int entry = (int) directory + 2 + 12 * i;
      if (bytes.u16(entry) == TAG) {
        int value = bytes.u16(entry + 8);
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The image as it was meant to be seen. */
  Decoder.Samples turn(Decoder.Samples image) {
    if (this == UPRIGHT) {
      return image;
    }
    boolean swaps = ordinal() >= TRANSPOSED.ordinal();
    int height = swaps ? image.width() : image.height();
    int width = swaps ? image.height() : image.width();
    int channels = image.channels();
    float[] turned = new float[image.values().length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = image.width() - 1;
        int bottom = image.height() - 1;
        int from =
            switch (this) {
              case UPRIGHT -> place(image, x, y);
              case MIRRORED -> place(image, right - x, y);
              case HALF_TURN -> place(image, right - x, bottom - y);
              case FLIPPED -> place(image, x, bottom - y);
              case TRANSPOSED -> place(image, y, x);
              case QUARTER_TURN -> place(image, y, bottom - x);
              case TRANSVERSED -> place(image, right - y, bottom - x);
              case THREE_QUARTER_TURN -> place(image, right - y, x);
            };
        System.arraycopy(image.values(), from * channels, turned, at, channels);
        at += channels;
      }
    }
    return new Decoder.Samples(height, width, channels, turned);
  }

  private static int place(Decoder.Samples image, int x, int y) {
    return y * image.width() + x;
  }

  /** Unsigned numbers in a file; 0 beyond its end. */
  private record Bytes(byte[] file, int start, boolean isBigEndian) {
    int u8(int at) {
      long place = (long) start + at;
      return place >= 0 && place < file.length ? file[(int) place] & 255 : 0;
    }

    int u16(int at) {
      return isBigEndian ? u8(at) << 8 | u8(at + 1) : u8(at + 1) << 8 | u8(at);
    }

    long u32(int at) {
      return isBigEndian ? (long) u16(at) << 16 | u16(at + 2) : (long) u16(at + 2) << 16 | u16(at);
    }
  }
}
