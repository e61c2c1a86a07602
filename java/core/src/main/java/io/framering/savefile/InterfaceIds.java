// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
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
 * are the same only if number and description are equal. For all other frames only the interface's
 * number and link type are known, of some not even the number, and the last description applies.
 */
final class InterfaceIds {
  static final int NONE = -1;

  private static final int LINK_TYPE_BITS = 17;
  private static final int MOST_LINK_TYPE = 0xFFFF;

  /** Of frames whose link type has neither a name nor a number. */
  private static final int ANY_UNKNOWN = MOST_LINK_TYPE + 1;

  /** No interface has it. */
  private static final int NO_PLACE = MOST_LINK_TYPE + 2;

  private final Map<SavefileInterface, Integer> described = new HashMap<>();

  /** The ids of the described interfaces of each input file, in order. */
  private final Map<List<FileInterface>, List<Integer>> sources = new IdentityHashMap<>();

  private List<FileInterface> lastSource;
  private List<Integer> idsOfLastSource = List.of();

  // By number and link type, sorted. No map: it would cost an object for each frame.
  private long[] keys = new long[1];
  private int[] ids = new int[1];
  private int size;
  private int last;

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

  private List<Integer> idsOf(List<FileInterface> source) {
    if (lastSource != source) {
      idsOfLastSource = sources.computeIfAbsent(source, _ -> new ArrayList<>());
      lastSource = source;
    }
    return idsOfLastSource;
  }

  private int find(long key) {
    if (last >= size || keys[last] != key) {
      int at = Arrays.binarySearch(keys, 0, size, key);
      if (at < 0) {
        return NONE;
      }
      last = at;
    }
    return ids[last];
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
    List<Integer> known = idsOf(interfaces);
    return number <= known.size() ? known.get(number - 1) : NONE;
  }

  /** The number of interfaces of an input file that are known here. */
  int known(List<FileInterface> interfaces) {
    return idsOf(interfaces).size();
  }

  /**
   * Adds the next interface of an input file.
   *
   * @return the interface to describe, or null if it is described already or cannot be
   */
  SavefileInterface addNext(List<FileInterface> interfaces) {
    List<Integer> known = idsOf(interfaces);
    SavefileInterface next = interfaces.get(known.size()).snapshot();
    int before = described.size();
    known.add(add(next));
    return described.size() > before ? next : null;
  }

  /**
   * Adds an interface.
   *
   * @return its position, or {@link #NONE} if its link type cannot be written to a file
   */
  int add(SavefileInterface added) {
    int linkType = added.linkTypeNumber();
    if (linkType < 0 || linkType > MOST_LINK_TYPE) {
      return NONE;
    }
    Integer before = described.putIfAbsent(added.uncounted(), described.size());
    int id = before != null ? before : described.size() - 1;
    boolean named = added.linkType() != LinkType.UNKNOWN;
    bind(key(added.number(), named ? added.linkType().number() : linkType), id);
    if (!named) {
      bind(key(added.number(), ANY_UNKNOWN), id);
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
}
