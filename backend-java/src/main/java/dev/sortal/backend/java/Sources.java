package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Windows;

/**
 * Which vectors the windows of a layer see: for every stored position of its output and every place
 * of a window one of the input's vectors, or none in the padding.
 */
abstract class Sources {
  /** What a place in the padding holds. */
  static final int NONE = -1;

  /** The places of a window. */
  final int places;

  final Value input;
  private int[] vectors = new int[0];

  private Sources(Value input, int places) {
    this.input = input;
    this.places = places;
  }

  /** Of windows that slide along a sequence. */
  static Sources along(Value input, Windows.Axis axis) {
    return new Sources(input, axis.size()) {
      @Override
      void fill(Extent output) {
        output.fillSliding(input.extent, axis);
      }

      @Override
      int position(int window, int place) {
        int position = window * axis.stride() - axis.before() + place;
        return position < axis.length() ? position : NONE;
      }
    };
  }

  /** Of windows that slide over a map, whose positions are counted line by line. */
  static Sources over(Value input, Windows windows) {
    int[] positions = new int[windows.count() * windows.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(windows, i / windows.size(), i % windows.size());
    }
    return new Sources(input, windows.size()) {
      @Override
      void fill(Extent output) {
        output.fillWhole(input.extent.rows());
      }

      @Override
      int position(int window, int place) {
        return positions[window * places + place];
      }
    };
  }

  private static int position(Windows windows, int window, int place) {
    int width = windows.across().size();
    int y = position(windows.down(), window / windows.across().count(), place / width);
    int x = position(windows.across(), window % windows.across().count(), place % width);
    return y == NONE || x == NONE ? NONE : y * windows.across().length() + x;
  }

  private static int position(Windows.Axis axis, int window, int place) {
    int position = window * axis.stride() - axis.before() + place;
    return position >= 0 && position < axis.length() ? position : NONE;
  }

  /** Of one window that sees all positions. */
  static Sources all(Value input) {
    return new Sources(input, input.extent.positions()) {
      @Override
      void fill(Extent output) {
        output.fillWhole(input.extent.rows());
      }

      @Override
      int position(int window, int place) {
        return place;
      }
    };
  }

  /** Says which positions of the output are stored. */
  abstract void fill(Extent output);

  /** The position of a row that a place of a window sees; negative in the padding. */
  abstract int position(int window, int place);

  /** Looks at the batch: which positions the output stores, and what each window sees. */
  final void load(Extent output) {
    fill(output);
    if (vectors.length < output.stored() * places) {
      vectors = new int[output.stored() * places * 3 / 2];
    }
    for (int i = 0; i < output.stored(); i++) {
      int row = output.rowOf(i);
      int window = output.positionOf(i);
      for (int place = 0; place < places; place++) {
        int position = position(window, place);
        vectors[i * places + place] = position < 0 ? NONE : input.vector(row, position);
      }
    }
  }

  /** The vector that a place of the window for a stored position sees, or {@link #NONE}. */
  final int vector(int output, int place) {
    return vectors[output * places + place];
  }

  /** From now on so many windows see nothing at a place. */
  final void forget(int place, int windows) {
    for (int i = 0; i < windows; i++) {
      vectors[i * places + place] = NONE;
    }
  }
}
