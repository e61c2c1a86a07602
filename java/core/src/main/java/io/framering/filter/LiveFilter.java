// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.filter.FilterException.Reason;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The filter of a live capture: one program for each link type of its interfaces, and one kernel
 * program that selects among them by hardware type.
 *
 * <p>If the expression does not support one of several link types, frames of that type are not
 * selected; if it supports none, this is an error.
 */
public final class LiveFilter {
  /** The maximum length of the prefix of {@code filter.c}. */
  private static final int LONGEST_PREFIX = 80;

  private static final int HARDWARE_TYPES = 1 << 16;

  private final Map<LinkType, BpfProgram> programs = new EnumMap<>(LinkType.class);
  private final boolean oneLinkType;
  private final boolean restoreVlanTags;
  private Filter[] filters;

  private LiveFilter(boolean oneLinkType, boolean restoreVlanTags) {
    this.oneLinkType = oneLinkType;
    this.restoreVlanTags = restoreVlanTags;
  }

  /**
   * Compiles for the kernel and for Java.
   *
   * @param expression the expression
   * @param snapLength bytes kept of each frame, 1 or more
   * @param tagsRestored whether a VLAN tag that the kernel removes is put back, so that the filter
   *     must see it, too
   * @param linkTypes the link types of the interfaces; empty for all interfaces
   * @return the filter, for any thread
   * @throws FilterException if it cannot be compiled for any of them
   */
  public static LiveFilter compile(
      FilterExpression expression, int snapLength, boolean tagsRestored, Set<LinkType> linkTypes) {
    Collection<LinkType> all =
        linkTypes.isEmpty() ? Set.of(LinkType.ETHERNET, LinkType.RAW) : linkTypes;
    LiveFilter filter = new LiveFilter(linkTypes.size() == 1, tagsRestored);
    FilterException problem = null;
    for (LinkType linkType : all.stream().sorted().toList()) {
      try {
        BpfProgram program = FilterCompiler.compile(expression, linkType.number(), snapLength);
        filter.programs.put(linkType, program);
      } catch (FilterException e) {
        if (e.reason() != Reason.SYNTAX && e.reason() != Reason.LINK_TYPE) {
          throw e;
        }
        problem = problem == null ? e : problem;
      }
    }
    if (filter.programs.isEmpty()) {
      throw problem;
    }
    filter.filters =
        filter.programs.entrySet().stream()
            .map(entry -> new Filter(entry.getValue(), entry.getKey().number()))
            .toArray(Filter[]::new);
    return filter;
  }

  /** {@return the program for the kernel, or null if kernels do not accept it} */
  public long[] kernelProgram() {
    BpfAssembler assembler = new BpfAssembler();
    Map<LinkType, Integer> labels = new EnumMap<>(LinkType.class);
    programs.keySet().forEach(linkType -> labels.put(linkType, assembler.label()));
    if (!oneLinkType) {
      addDispatch(assembler, labels);
    }
    for (Map.Entry<LinkType, BpfProgram> entry : programs.entrySet()) {
      BpfProgram program = entry.getValue();
      boolean tagged = restoreVlanTags && entry.getKey() == LinkType.ETHERNET;
      if (program.jumpsBack() || tagged && !WireProgram.canTranslate(program)) {
        return null;
      }
      assembler.place(labels.get(entry.getKey()));
      if (tagged) {
        WireProgram.append(program, assembler);
      } else {
        WireProgram.appendUnchanged(program, assembler);
      }
    }
    long[] kernelProgram = assembler.assemble();
    return kernelProgram.length <= Bpf.MAXINSNS - LONGEST_PREFIX ? kernelProgram : null;
  }

  private static void addDispatch(BpfAssembler assembler, Map<LinkType, Integer> labels) {
    assembler.add(Bpf.LD | Bpf.W | Bpf.ABS, Bpf.SKF_AD_HATYPE);
    labels.forEach((linkType, label) ->
        IntStream.range(0, HARDWARE_TYPES)
            .filter(type -> LinkType.ofHardwareType(type) == linkType)
            .forEach(type ->
                assembler.branch(Bpf.JMP | Bpf.JEQ | Bpf.K, type, label, BpfAssembler.NEXT)));
    assembler.add(Bpf.RET | Bpf.K, 0);
  }

  /**
   * {@return whether it selects the frame as on the wire, decided in Java} Any thread.
   *
   * @param frame a frame that is lent now
   */
  public boolean matches(Frame frame) {
    for (Filter filter : filters) {
      if (filter.matches(frame)) {
        return true;
      }
    }
    return false;
  }
}
