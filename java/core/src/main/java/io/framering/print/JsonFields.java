package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Problem;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The fields of headers as {@link OutputFormat#JSON} shows them: what tshark prints for each. */
final class JsonFields implements FieldVisitor {
  // What tshark calls them: epan/proto.h.
  private static final int STATUS_BAD = 0;
  private static final int STATUS_GOOD = 1;
  private static final int STATUS_UNVERIFIED = 2;
  private static final int STATUS_NOT_PRESENT = 3;

  private static final int MAPPED_PREFIX = 0xFFFF;

  /** Where a field's values belong, and the status of a checksum. */
  private record Place(JsonTree.Node node, JsonTree.Node status) {}

  private final JsonTree tree;
  private final JsonTree.Node problem;

  // Fields and flags are constants, so that finding them by identity allocates nothing.
  private final Map<Object, Place> places = new IdentityHashMap<>();

  private String protocol = "";
  private boolean checksumsAreReady;

  JsonFields(JsonTree tree) {
    this.tree = tree;
    problem = tree.node("problem");
  }

  /**
   * Begins a header.
   *
   * @param key the protocol's name
   * @param areReady false when the card was to fill checksums in, so that they are not wrong
   */
  void begin(String key, boolean areReady) {
    protocol = key;
    checksumsAreReady = areReady;
  }

  @Override
  public void line() {}

  @Override
  public void number(Field field, long value) {
    TextBuffer text = tree.value(place(field).node);
    if (field.hexDigits() == 0) {
      text.decimal(value / field.unit());
    } else {
      text.text("\"0x").hex(value, field.hexDigits()).character('"');
    }
  }

  @Override
  public void number(Field field, long value, String name) {
    number(field, value);
  }

  @Override
  public void checksum(Field field, long value, long expected) {
    number(field, value);
    int verdict = value == expected ? STATUS_GOOD : STATUS_BAD;
    status(field, checksumsAreReady ? verdict : STATUS_UNVERIFIED);
  }

  @Override
  public void unverifiedChecksum(Field field, long value, boolean present) {
    number(field, value);
    status(field, present ? STATUS_UNVERIFIED : STATUS_NOT_PRESENT);
  }

  private void status(Field field, int status) {
    tree.value(place(field).status).decimal(status);
  }

  @Override
  public void flags(FlagsField field, int value) {
    number(field.field(), Integer.toUnsignedLong(value));
    List<FlagsField.Flag> flags = field.flags();
    // By index: an iterator would be an allocation.
    for (int i = 0; i < flags.size(); i++) {
      FlagsField.Flag flag = flags.get(i);
      tree.value(place(flag, flag.key()).node).character((value & flag.mask()) != 0 ? '1' : '0');
    }
  }

  @Override
  public void mac(Field field, long address) {
    tree.value(place(field).node).character('"').lowerMac(address).character('"');
  }

  @Override
  public void ipv4(Field field, int address) {
    tree.value(place(field).node).character('"').ipv4(address).character('"');
  }

  /** As {@code inet_ntop(3)} has it: addresses that hold one of IPv4 show it as such. */
  @Override
  public void ipv6(Field field, long high, long low) {
    TextBuffer text = tree.value(place(field).node).character('"');
    long prefix = low >>> Integer.SIZE;
    if (high == 0 && prefix == MAPPED_PREFIX) {
      text.text("::ffff:").ipv4((int) low);
    } else if (high == 0 && prefix == 0 && low >>> Short.SIZE != 0) {
      text.text("::").ipv4((int) low);
    } else {
      text.ipv6(high, low);
    }
    text.character('"');
  }

  @Override
  public void bytes(Field field, MemorySegment memory, long offset, int length) {
    tree.value(place(field).node).character('"').hex(memory, offset, length).character('"');
  }

  @Override
  public void group(Field field) {}

  @Override
  public void endGroup() {}

  @Override
  public void item(Field field, int type, String name) {
    number(field, type);
  }

  @Override
  public void problem(Problem what) {
    TextBuffer text = tree.value(problem).character('"').text(protocol).text(": ");
    text.text(what.kind() == Problem.Kind.TRUNCATED ? "truncated" : what.reason()).character('"');
  }

  private Place place(Field field) {
    return place(field, field.key());
  }

  private Place place(Object constant, String key) {
    Place place = places.get(constant);
    if (place == null) {
      JsonTree.Node node = tree.node(key);
      place = new Place(node, tree.child(node, "status"));
      places.put(constant, place);
    }
    return place;
  }
}
