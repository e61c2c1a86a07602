package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import io.framering.print.JsonLayout.Style;
import java.util.Arrays;

/**
 * Lays out JSON objects: values under dotted names, {@code ip.flags.df}, in any order and as often
 * as they come, become nested objects, and lists where a name comes twice. Reused from object to
 * object; names that were seen once cost nothing again.
 */
final class JsonTree {
  private static final int INITIAL_CAPACITY = 256;
  private static final int NONE = -1;

  /**
   * A name between two dots. What belongs to one object only counts while {@link #stamp} says so.
   */
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

  /** Where the values of a note belong: the field, and each of its flags. */
  private record Place(Field field, FlagsField flags, Node node, Node[] flagNodes) {}

  private final Node root = new Node("", null);

  // By the id of a note.
  private Place[] places = new Place[INITIAL_CAPACITY];

  // By value: which note it is, how it is written, and the next value under the same name.
  private int[] notes = new int[INITIAL_CAPACITY];
  private Style[] styles = new Style[INITIAL_CAPACITY];
  private int[] parameters = new int[INITIAL_CAPACITY];
  private int[] nexts = new int[INITIAL_CAPACITY];
  private int count;
  private long stamp;

  private final TextBuffer protocols = new TextBuffer();

  /** Whether {@link #learn} was told what a note is of. */
  boolean knows(int id) {
    return id < places.length && places[id] != null;
  }

  void learn(int id, Field field) {
    Node node = node(field.key());
    boolean isStatus = JsonObject.kind(id) == JsonObject.STATUS;
    learn(id, new Place(field, null, isStatus ? child(node, "status") : node, null));
  }

  void learn(int id, FlagsField flags) {
    Node[] nodes =
        flags.flags().stream().map(FlagsField.Flag::key).map(this::node).toArray(Node[]::new);
    learn(id, new Place(flags.field(), flags, node(flags.field().key()), nodes));
  }

  private void learn(int id, Place place) {
    if (id >= places.length) {
      places = Arrays.copyOf(places, Math.max(2 * places.length, id + 1));
    }
    places[id] = place;
  }

  /** The place of {@code dottedName}, in all objects. */
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

  /** Lays out an object that has these notes. */
  void lay(int[] ids, int idCount, JsonLayout layout) {
    stamp++;
    count = 0;
    protocols.clear();
    enter(root);
    for (int note = 0; note < idCount; note++) {
      place(ids[note], note);
    }
    layout.begin(ids, idCount);
    layObject(root, layout);
  }

  private void place(int id, int note) {
    Place place = places[id];
    switch (JsonObject.kind(id)) {
      case JsonObject.NUMBER -> placeNumber(place, note);
      case JsonObject.STATUS -> value(place.node, note, Style.DECIMAL, 0);
      case JsonObject.FLAGS -> placeFlags(place, note);
      case JsonObject.MAC -> value(place.node, note, Style.MAC, 0);
      case JsonObject.IPV4 -> value(place.node, note, Style.IPV4, 0);
      case JsonObject.IPV6 -> value(place.node, note, Style.IPV6, 0);
      case JsonObject.TIME -> value(place.node, note, Style.TIME, 0);
      case JsonObject.TEXT -> value(place.node, note, Style.TEXT, 0);
      case JsonObject.PROTOCOLS -> value(place.node, NONE, Style.TEXT, 0);
      case JsonObject.HEADER ->
          protocols.text(protocols.length() == 0 ? "" : ":").text(place.field.key());
      default -> {} // JsonObject.REST
    }
  }

  private void placeNumber(Place place, int note) {
    int digits = place.field.hexDigits();
    value(place.node, note, digits == 0 ? Style.DECIMAL : Style.HEX, digits);
  }

  private void placeFlags(Place place, int note) {
    placeNumber(place, note);
    for (int i = 0; i < place.flagNodes.length; i++) {
      value(place.flagNodes[i], note, Style.FLAG, place.flags.flags().get(i).mask());
    }
  }

  private void value(Node node, int note, Style style, int parameter) {
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

  private void layObject(Node node, JsonLayout layout) {
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

  private void layValues(Node node, JsonLayout layout) {
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

  private void layValue(int index, JsonLayout layout) {
    Style style = styles[index];
    TextBuffer text = layout.fixed();
    boolean quoted = style != Style.DECIMAL && style != Style.FLAG;
    text.text(quoted ? "\"" : "").text(style == Style.HEX ? "0x" : "");
    if (notes[index] == NONE) {
      text.part(protocols, 0, protocols.length());
    } else {
      layout.value(notes[index], style, parameters[index]);
    }
    text.text(quoted ? "\"" : "");
  }
}
