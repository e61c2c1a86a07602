// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The interfaces described in a pcapng file, by position: finds the interface of a frame.
 *
 * <p>Frames of a {@link SavefileReader} have the interfaces of their file: interfaces of two files
 * are the same only if number and description are equal, with all options. For all other frames
 * only the interface's number and link type are known, of some not even the number, and the last
 * description applies.
 */
final class InterfaceIds {
  static final int NONE = -1;

  private static final int LINK_TYPE_BITS = 17;
  private static final int MOST_LINK_TYPE = 0xFFFF;

  /** Of frames whose link type has neither a name nor a number. */
  private static final int ANY_UNKNOWN = MOST_LINK_TYPE + 1;

  /** No interface has it. */
  private static final int NO_PLACE = MOST_LINK_TYPE + 2;

  /**
   * What makes two interfaces the same.
   *
   * @param description the body of the block
   */
  private record Key(int number, ByteBuffer description) {}

  /** The ids of an input file's interfaces. */
  private static final class Source {
    /** Its interfaces in previous sections, which have no ids. */
    private final int before;

    /** Those of the other described interfaces, in order. */
    private final List<Integer> ids = new ArrayList<>();

    /** Whether blocks of the file are written, too, and so its statistics. */
    private boolean hasBlocks;

    private Source(int before) {
      this.before = before;
    }

    private int known() {
      return before + ids.size();
    }
  }

  private final Map<Key, Integer> described = new HashMap<>();
  private final Map<List<FileInterface>, Source> sources = new IdentityHashMap<>();
  private List<FileInterface> lastSource;
  private Source last;

  // By number and link type, sorted. No map: it would cost an object for each frame.
  private long[] keys = new long[1];
  private int[] ids = new int[1];
  private int size;
  private int found;

  /** Whether this frame's interface is described. */
  boolean knows(Frame frame) {
    return frame instanceof FileFrame file
        ? file.numberInFile() <= known(file.batch.interfaces)
        : of(frame) != NONE;
  }

  /** The interface of a frame, or {@link #NONE}. */
  int of(Frame frame) {
    return frame instanceof FileFrame file
        ? ofNumber(file.batch.interfaces, file.numberInFile())
        : find(key(frame.interfaceIndex(), linkType(frame)));
  }

  private Source of(List<FileInterface> interfaces) {
    if (lastSource != interfaces) {
      last = sources.computeIfAbsent(interfaces, _ -> new Source(0));
      lastSource = interfaces;
    }
    return last;
  }

  private int find(long key) {
    if (found >= size || keys[found] != key) {
      int at = Arrays.binarySearch(keys, 0, size, key);
      if (at < 0) {
        return NONE;
      }
      found = at;
    }
    return ids[found];
  }

  /** One number for all that have the same name. */
  private static int linkType(Frame frame) {
    LinkType linkType = frame.linkType();
    if (linkType != LinkType.UNKNOWN) {
      return linkType.number();
    }
    int number = frame.linkTypeNumber();
    return number < 0 ? ANY_UNKNOWN : number > MOST_LINK_TYPE ? NO_PLACE : number;
  }

  private static long key(int number, int linkType) {
    return (long) number << LINK_TYPE_BITS | linkType;
  }

  /** The first interface of this number, or {@link #NONE}. */
  int ofNumber(int number) {
    int at = Arrays.binarySearch(keys, 0, size, (long) number << LINK_TYPE_BITS);
    int first = at >= 0 ? at : -at - 1;
    return first < size && keys[first] >> LINK_TYPE_BITS == number ? ids[first] : NONE;
  }

  /** The interface of this number in an input file, or {@link #NONE}. */
  int ofNumber(List<FileInterface> interfaces, int number) {
    Source source = of(interfaces);
    return number > source.before && number <= source.known()
        ? source.ids.get(number - source.before - 1)
        : NONE;
  }

  /** The number of interfaces of an input file that are known here. */
  int known(List<FileInterface> interfaces) {
    return of(interfaces).known();
  }

  /**
   * Adds the next interface of an input file.
   *
   * @param description the body of its block
   * @return whether it is to be described: it is not yet, and can be
   */
  boolean addNext(List<FileInterface> interfaces, byte[] description) {
    Source source = of(interfaces);
    FileInterface next = interfaces.get(source.known());
    int before = described.size();
    source.ids.add(add(next.described, description, next.countsNanoseconds()));
    return described.size() > before;
  }

  /**
   * Adds an interface whose frames have times in nanoseconds.
   *
   * @param description the body of its block
   * @return whether it is to be described: it is not yet, and can be
   */
  boolean add(SavefileInterface added, byte[] description) {
    int before = described.size();
    add(added, description, true);
    return described.size() > before;
  }

  /**
   * @param countsNanoseconds whether it is the interface of copied frames, too
   * @return its position, or {@link #NONE} if its link type cannot be written to a file
   */
  private int add(SavefileInterface added, byte[] description, boolean countsNanoseconds) {
    int linkType = added.linkTypeNumber();
    if (linkType < 0 || linkType > MOST_LINK_TYPE) {
      return NONE;
    }
    Key key = new Key(added.number(), ByteBuffer.wrap(description));
    Integer before = described.putIfAbsent(key, described.size());
    int id = before != null ? before : described.size() - 1;
    if (countsNanoseconds) {
      boolean named = added.linkType() != LinkType.UNKNOWN;
      bind(key(added.number(), named ? added.linkType().number() : linkType), id);
      if (!named) {
        bind(key(added.number(), ANY_UNKNOWN), id);
      }
    }
    return id;
  }

  private void bind(long key, int id) {
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at < 0) {
      at = -at - 1;
      insert(at);
    }
    keys[at] = key;
    ids[at] = id;
  }

  private void insert(int at) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      ids = Arrays.copyOf(ids, 2 * size);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(ids, at, ids, at + 1, size - at);
    size++;
  }

  /** The number of described interfaces. */
  int size() {
    return described.size();
  }

  /** Forgets an input file; its interfaces stay described. */
  void forget(List<FileInterface> interfaces) {
    sources.remove(interfaces);
    lastSource = null;
  }

  /**
   * A section begins, in which no interface is described.
   *
   * @param before the number of interfaces in previous sections of the input file
   */
  void beginSection(List<FileInterface> interfaces, int before) {
    described.clear();
    sources.clear();
    lastSource = null;
    size = 0;
    sources.put(interfaces, new Source(before));
  }

  /** Blocks of an input file are written. */
  void haveBlocks(List<FileInterface> interfaces) {
    of(interfaces).hasBlocks = true;
  }

  boolean hasBlocks(List<FileInterface> interfaces) {
    return of(interfaces).hasBlocks;
  }
}
