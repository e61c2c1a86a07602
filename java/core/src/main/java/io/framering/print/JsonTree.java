package io.framering.print;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON object in the making: values under dotted names, {@code ip.flags.df}, in any order and
 * as often as they come. Reused from object to object; names that were seen once cost nothing
 * again.
 */
final class JsonTree {
  private static final int INITIAL_CAPACITY = 256;

  /**
   * A name between two dots. What belongs to one object only counts while {@link #stamp} says so.
   */
  static final class Node {
    private final String name;
    private final Node parent;

    /** The name in quotes, a colon, and what {@link TextBuffer#part} needs behind it. */
    private final byte[] key;

    private final int keyLength;
    private Node firstKnown;
    private Node nextKnown;

    private long stamp;
    private Node firstChild;
    private Node lastChild;
    private Node nextSibling;
    private int firstValue;
    private int lastValue;

    private Node(String name, Node parent) {
      this.name = name;
      this.parent = parent;
      byte[] quoted = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
      keyLength = quoted.length;
      key = Arrays.copyOf(quoted, keyLength + TextBuffer.SLACK);
    }
  }

  private static final int NO_VALUE = -1;

  private final Node root = new Node("", null);
  private final TextBuffer values = new TextBuffer();

  // By value: where it begins in the text (it ends where the next one begins), and the next value
  // under the same name.
  private int[] starts = new int[INITIAL_CAPACITY];
  private int[] nexts = new int[INITIAL_CAPACITY];
  private int count;
  private long stamp;

  JsonTree() {
    clear();
  }

  /** Begins an object. */
  void clear() {
    stamp++;
    count = 0;
    values.clear();
    enter(root);
  }

  /** The place of {@code dottedName}, in this object and all later ones. */
  Node node(String dottedName) {
    Node node = root;
    for (String name : dottedName.split("\\.")) {
      node = child(node, name);
    }
    return node;
  }

  /** The place of {@code name} within {@code parent}. */
  Node child(Node parent, String name) {
    for (Node known = parent.firstKnown; known != null; known = known.nextKnown) {
      if (known.name.equals(name)) {
        return known;
      }
    }
    Node node = new Node(name, parent);
    node.nextKnown = parent.firstKnown;
    parent.firstKnown = node;
    return node;
  }

  /** Where to append the next value of {@code node}, as JSON. */
  TextBuffer value(Node node) {
    reach(node);
    if (count + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      nexts = Arrays.copyOf(nexts, 2 * nexts.length);
    }
    starts[count] = values.length();
    nexts[count] = NO_VALUE;
    if (node.firstValue == NO_VALUE) {
      node.firstValue = count;
    } else {
      nexts[node.lastValue] = count;
    }
    node.lastValue = count++;
    return values;
  }

  private void reach(Node node) {
    if (node.stamp == stamp) {
      return;
    }
    reach(node.parent);
    enter(node);
    Node parent = node.parent;
    if (parent.firstChild == null) {
      parent.firstChild = node;
    } else {
      parent.lastChild.nextSibling = node;
    }
    parent.lastChild = node;
  }

  private void enter(Node node) {
    node.stamp = stamp;
    node.firstChild = null;
    node.lastChild = null;
    node.nextSibling = null;
    node.firstValue = NO_VALUE;
    node.lastValue = NO_VALUE;
  }

  /** Appends the object to {@code text}. */
  void write(TextBuffer text) {
    starts[count] = values.length();
    writeObject(root, text);
  }

  private void writeObject(Node node, TextBuffer text) {
    char before = '{';
    if (node.firstValue != NO_VALUE) {
      text.text("{\"value\":");
      writeValues(node, text);
      before = ',';
    }
    for (Node child = node.firstChild; child != null; child = child.nextSibling) {
      text.character(before).part(child.key, 0, child.keyLength);
      if (child.firstChild == null) {
        writeValues(child, text);
      } else {
        writeObject(child, text);
      }
      before = ',';
    }
    if (before == '{') {
      text.character('{');
    }
    text.character('}');
  }

  private void writeValues(Node node, TextBuffer text) {
    int first = node.firstValue;
    if (nexts[first] == NO_VALUE) {
      writeValue(first, text);
      return;
    }
    char before = '[';
    for (int i = first; i != NO_VALUE; i = nexts[i]) {
      text.character(before);
      writeValue(i, text);
      before = ',';
    }
    text.character(']');
  }

  private void writeValue(int index, TextBuffer text) {
    text.part(values, starts[index], starts[index + 1]);
  }
}
