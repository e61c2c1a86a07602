// SPDX-License-Identifier: Apache-2.0
package io.framering.print.json;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import io.framering.print.layout.Layout;
import io.framering.print.layout.Layouts;
import io.framering.print.layout.Notes;
import io.framering.print.text.TextBuffer;
import java.util.Arrays;

/**
 * Lays out JSON objects: values with dotted names such as {@code ip.flags.df}, in any order, become
 * nested objects, and lists if a name is repeated. It is reused for each object; names seen before
 * allocate nothing.
 */
final class JsonTree implements Layouts.Composer {
  private static final int INITIAL_CAPACITY = 256;
  private static final int NONE = -1;

  /** A name between two dots. Data of one object is valid only while {@link #stamp} matches. */
  private static final class Node {
    private final String name;
    private final Node parent;
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
    }
  }

  private final Node root = new Node("", null);

  // By number of a field: the nodes of its values and of each of its flags.
  private Node[] places = new Node[INITIAL_CAPACITY];
  private Node[][] flagPlaces = new Node[INITIAL_CAPACITY][];

  // By value: its note, its style, and the next value with the same name.
  private int[] notes = new int[INITIAL_CAPACITY];
  private int[] styles = new int[INITIAL_CAPACITY];
  private int[] parameters = new int[INITIAL_CAPACITY];
  private int[] nexts = new int[INITIAL_CAPACITY];
  private int count;
  private long stamp;

  private final TextBuffer protocols = new TextBuffer();

  private Node place(Field field) {
    int number = field.number();
    if (number >= places.length) {
      places = Arrays.copyOf(places, Math.max(2 * places.length, number + 1));
      flagPlaces = Arrays.copyOf(flagPlaces, places.length);
    }
    if (places[number] == null) {
      places[number] = node(field.key());
    }
    return places[number];
  }

  private Node[] places(FlagsField flags) {
    int number = flags.field().number();
    if (flagPlaces[number] == null) {
      flagPlaces[number] =
          flags.flags().stream().map(FlagsField.Flag::key).map(this::node).toArray(Node[]::new);
    }
    return flagPlaces[number];
  }

  /** The node of {@code dottedName}, for all objects. */
  private Node node(String dottedName) {
    Node node = root;
    for (String name : dottedName.split("\\.")) {
      node = child(node, name);
    }
    return node;
  }

  private Node child(Node parent, String name) {
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

  @Override
  public void compose(Notes notes, Layout layout) {
    stamp++;
    count = 0;
    protocols.clear();
    enter(root);
    for (int note = 0; note < notes.size(); note++) {
      place(notes, note);
    }
    layObject(root, layout);
  }

  private void place(Notes notes, int note) {
    int kind = notes.kind(note);
    if (kind == Notes.REST) {
      return;
    }
    Field field = notes.field(note);
    Node node = place(field);
    switch (kind) {
      case Notes.NUMBER -> placeNumber(field, node, note);
      case Notes.STATUS -> value(child(node, "status"), note, Layout.DECIMAL, 0);
      case Notes.FLAGS -> placeFlags(notes.flags(note), node, note);
      case Notes.MAC -> value(node, note, Layout.LOWER_MAC, 0);
      case Notes.IPV4 -> value(node, note, Layout.IPV4, 0);
      case Notes.IPV6 -> value(node, note, Layout.MIXED_IPV6, 0);
      case Notes.TIME -> value(node, note, Layout.TIME, 0);
      case Notes.TEXT -> value(node, note, Layout.TEXT, 0);
      case Notes.PROTOCOLS -> value(node, NONE, Layout.TEXT, 0);
      case Notes.HEADER -> protocols.text(protocols.length() == 0 ? "" : ":").text(field.key());
      default -> throw new IllegalArgumentException("no note of JSON: " + kind);
    }
  }

  private void placeNumber(Field field, Node node, int note) {
    int digits = field.hexDigits();
    value(node, note, digits == 0 ? Layout.DECIMAL : Layout.HEX, digits);
  }

  private void placeFlags(FlagsField flags, Node node, int note) {
    placeNumber(flags.field(), node, note);
    Node[] flagNodes = places(flags);
    for (int i = 0; i < flagNodes.length; i++) {
      value(flagNodes[i], note, Layout.FLAG, flags.flags().get(i).mask());
    }
  }

  private void value(Node node, int note, int style, int parameter) {
    reach(node);
    if (count == notes.length) {
      notes = Arrays.copyOf(notes, 2 * count);
      styles = Arrays.copyOf(styles, 2 * count);
      parameters = Arrays.copyOf(parameters, 2 * count);
      nexts = Arrays.copyOf(nexts, 2 * count);
    }
    notes[count] = note;
    styles[count] = style;
    parameters[count] = parameter;
    nexts[count] = NONE;
    if (node.firstValue == NONE) {
      node.firstValue = count;
    } else {
      nexts[node.lastValue] = count;
    }
    node.lastValue = count++;
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
    node.firstValue = NONE;
    node.lastValue = NONE;
  }

  private void layObject(Node node, Layout layout) {
    TextBuffer text = layout.fixed();
    char before = '{';
    if (node.firstValue != NONE) {
      text.text("{\"value\":");
      layValues(node, layout);
      before = ',';
    }
    for (Node child = node.firstChild; child != null; child = child.nextSibling) {
      text.character(before).character('"').text(child.name).text("\":");
      if (child.firstChild == null) {
        layValues(child, layout);
      } else {
        layObject(child, layout);
      }
      before = ',';
    }
    if (before == '{') {
      text.character('{');
    }
    text.character('}');
  }

  private void layValues(Node node, Layout layout) {
    int first = node.firstValue;
    if (nexts[first] == NONE) {
      layValue(first, layout);
      return;
    }
    char before = '[';
    for (int i = first; i != NONE; i = nexts[i]) {
      layout.fixed().character(before);
      layValue(i, layout);
      before = ',';
    }
    layout.fixed().character(']');
  }

  private void layValue(int index, Layout layout) {
    int style = styles[index];
    TextBuffer text = layout.fixed();
    boolean quoted = style != Layout.DECIMAL && style != Layout.FLAG;
    text.text(quoted ? "\"" : "").text(style == Layout.HEX ? "0x" : "");
    if (notes[index] == NONE) {
      text.part(protocols, 0, protocols.length());
    } else {
      layout.value(notes[index], style, parameters[index]);
    }
    text.text(quoted ? "\"" : "");
  }
}
