// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import io.framering.packet.Field;
import io.framering.packet.Packet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Frames and bytes per protocol, below the protocol that carries it, as {@code tshark -z io,phs}
 * counts. A packet that an ICMP error quotes is part of the error. Allocates only for protocols
 * that were not seen there before.
 */
final class ProtocolTree {
  /** Packets in packets in packets would make ever new places. */
  private static final int MOST_NODES = 512;

  /** What the label of a header says besides the protocol. */
  private static final String KINDS =
      " (Packet|Frame|Segment|Datagram|Messages?|Header|Record|Label|Identification)$";

  private static final class Node {
    private final Field field;
    private final List<Node> children = new ArrayList<>();
    private long packets;
    private long bytes;

    private Node(Field field) {
      this.field = field;
    }
  }

  private final Node root = new Node(Field.of("Other", ""));
  private int nodes;

  void add(Packet packet, long length) {
    count(root, length);
    Node node = root;
    int layers = Math.min(packet.size(), packet.quotedFrom());
    for (int i = 0; i < layers && node != null; i++) {
      node = child(node, packet.layer(i).protocolField());
      if (node != null) {
        count(node, length);
      }
    }
  }

  private static void count(Node node, long length) {
    node.packets++;
    node.bytes += length;
  }

  /** The place of this protocol in another one; null if there are too many. */
  private Node child(Node parent, Field field) {
    List<Node> children = parent.children;
    for (int i = 0; i < children.size(); i++) { // an iterator would be an object per frame
      if (children.get(i).field == field) {
        return children.get(i);
      }
    }
    if (nodes == MOST_NODES) {
      return null;
    }
    nodes++;
    Node child = new Node(field);
    children.add(child);
    return child;
  }

  void write(Json json) {
    json.beginList();
    Node other = new Node(root.field);
    other.packets = root.packets - root.children.stream().mapToLong(each -> each.packets).sum();
    other.bytes = root.bytes - root.children.stream().mapToLong(each -> each.bytes).sum();
    writeChildren(json, root, 0);
    if (other.packets > 0) {
      write(json, other, 0);
    }
    json.endList();
  }

  private static void writeChildren(Json json, Node parent, int depth) {
    parent.children.sort(Comparator.comparingLong((Node each) -> each.bytes).reversed());
    for (Node each : parent.children) {
      write(json, each, depth);
      writeChildren(json, each, depth + 1);
    }
  }

  private static void write(Json json, Node node, int depth) {
    json.beginObject()
        .name("depth")
        .number(depth)
        .name("name")
        .string(node.field.label().replaceFirst(KINDS, ""))
        .name("key")
        .string(node.field.key())
        .name("packets")
        .number(node.packets)
        .name("bytes")
        .number(node.bytes)
        .endObject();
  }
}
