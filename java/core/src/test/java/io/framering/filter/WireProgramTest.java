// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * That a translated program returns for a frame whose tag was taken out what the program itself
 * returns for the frame on the wire, whatever the two are.
 */
@Timeout(600)
class WireProgramTest {
  private static final int SEED = 20260218;
  private static final int[] ALU_OPERATIONS = {
    Bpf.ADD, Bpf.SUB, Bpf.MUL, Bpf.DIV, Bpf.OR, Bpf.AND, Bpf.LSH, Bpf.RSH, Bpf.NEG, Bpf.MOD, Bpf.XOR
  };
  private static final int[] JUMPS = {Bpf.JEQ, Bpf.JGT, Bpf.JGE, Bpf.JSET};
  private static final int[] SIZES = {Bpf.B, Bpf.H, Bpf.W};

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  private static BpfProgram translate(BpfProgram program) {
    assertThat(WireProgram.canTranslate(program)).isTrue();
    BpfAssembler assembler = new BpfAssembler();
    WireProgram.append(program, assembler);
    BpfProgram translation = new BpfProgram(assembler.assemble());
    assertThat(translation.jumpsBack()).isFalse();
    return translation;
  }

  private static CapturedFrame frame(byte[] bytes, VlanTag vlanTag, int tpid, int tci) {
    return new CapturedFrame(
        0,
        bytes.length,
        7,
        Direction.TO_US,
        LinkType.ETHERNET,
        vlanTag,
        tpid,
        tci,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(bytes));
  }

  /** The frame as it is when the kernel takes bytes 12 to 15 out as a tag. */
  private static CapturedFrame strip(byte[] wire) {
    byte[] bytes = new byte[wire.length - 4];
    System.arraycopy(wire, 0, bytes, 0, 12);
    System.arraycopy(wire, 16, bytes, 12, wire.length - 16);
    ByteBuffer tag = ByteBuffer.wrap(wire, 12, 4);
    int tpid = Short.toUnsignedInt(tag.getShort());
    return frame(bytes, VlanTag.STRIPPED, tpid, Short.toUnsignedInt(tag.getShort()));
  }

  private static int run(BpfProgram program, CapturedFrame frame) {
    return program.run(
        frame.memory(), 0, frame.capturedLength(), (int) frame.originalLength(), frame);
  }

  private static boolean hasTag(byte[] wire) {
    return switch (ByteBuffer.wrap(wire).getShort(12)) {
      case (short) 0x8100, (short) 0x88A8 -> true;
      default -> false;
    };
  }

  @Test
  void expressionsSelectWithTheTagTakenOutWhatTheySelectOnTheWire() {
    List<byte[]> frames = FilterTraffic.frames(1_000);
    int translated = 0;
    int selectedTagged = 0;
    for (String expression : FilterTraffic.expressions()) {
      for (boolean optimize : new boolean[] {true, false}) {
        BpfProgram program =
            new FilterExpression(expression, optimize).compile(LinkType.ETHERNET, 1_000).program();
        if (!WireProgram.canTranslate(program)) {
          assertThat(expression).matches(".*protochain.*");
          continue;
        }
        translated++;
        BpfProgram translation = translate(program);
        for (byte[] wire : frames) {
          CapturedFrame whole = frame(wire, VlanTag.NOT_STRIPPED, 0, 0);
          int expected = run(program, whole);
          assertThat(run(translation, whole)).as(expression).isEqualTo(expected);
          if (hasTag(wire)) {
            selectedTagged += expected == 0 ? 0 : 1;
            assertThat(run(translation, strip(wire))).as(expression).isEqualTo(expected);
          }
        }
      }
    }
    assertThat(translated).isGreaterThan(300);
    assertThat(selectedTagged).isGreaterThan(20_000);
  }

  @Test
  void randomProgramsReturnWithTheTagTakenOutWhatTheyReturnOnTheWire() {
    int notRejected = 0;
    int runs = 0;
    for (int i = 0; i < 50_000; i++) {
      BpfProgram program = new BpfProgram(randomProgram(random.nextInt(4, 40)));
      BpfProgram translation = translate(program);
      for (int j = 0; j < 20; j++) {
        byte[] wire = new byte[random.nextInt(18, 34)];
        random.nextBytes(wire);
        int expected = run(program, frame(wire, VlanTag.NOT_STRIPPED, 0, 0));
        assertThat(run(translation, strip(wire)))
            .as(() -> BpfListing.assembly(program.instructions()) + Arrays.toString(wire))
            .isEqualTo(expected);
        notRejected += expected == 0 ? 0 : 1;
        runs++;
      }
    }
    assertThat(notRejected).isGreaterThan(runs / 4);
  }

  @Test
  void randomProgramsSelectTheSameFramesInC() {
    int selected = 0;
    for (int i = 0; i < 2_000; i++) {
      BpfProgram program = new BpfProgram(randomProgram(random.nextInt(4, 60)));
      for (int j = 0; j < 20; j++) {
        byte[] bytes = new byte[random.nextInt(18, 34)];
        random.nextBytes(bytes);
        selected += assertSelectsTheSameInC(program, bytes);
      }
    }
    assertThat(selected).isGreaterThan(10_000);
  }

  @Test
  void expressionsSelectTheSameFramesInC() {
    List<byte[]> frames = FilterTraffic.frames(500);
    int selected = 0;
    for (String expression : FilterTraffic.expressions()) {
      BpfProgram program = Filter.compile(expression, LinkType.ETHERNET).program();
      if (NativeRun.of(program, frames.getFirst(), 0) != NativeRun.REFUSED) {
        for (byte[] bytes : frames) {
          selected += assertSelectsTheSameInC(program, bytes);
        }
      }
    }
    assertThat(selected).isGreaterThan(5_000);
  }

  private static int assertSelectsTheSameInC(BpfProgram program, byte[] bytes) {
    int selected = NativeRun.of(program, bytes, bytes.length);
    MemorySegment memory = MemorySegment.ofArray(bytes);
    int java = program.run(memory, 0, bytes.length, bytes.length, null);
    assertThat(selected)
        .as(() -> BpfListing.assembly(program.instructions()) + Arrays.toString(bytes))
        .isEqualTo(java == 0 ? 0 : 1);
    return selected;
  }

  @Test
  void programsWhoseJumpsGetTooLongForTheirFieldReturnTheSame() {
    int far = 0;
    for (int i = 0; i < 300; i++) {
      BpfProgram program = new BpfProgram(randomProgram(600));
      BpfProgram translation = translate(program);
      for (long instruction : translation.instructions()) {
        far += Bpf.code(instruction) == (Bpf.JMP | Bpf.JA) && Bpf.k(instruction) > 255 ? 1 : 0;
      }
      for (int j = 0; j < 20; j++) {
        byte[] wire = new byte[random.nextInt(40, 60)];
        random.nextBytes(wire);
        CapturedFrame whole = frame(wire, VlanTag.NOT_STRIPPED, 0, 0);
        assertThat(run(translation, strip(wire))).isEqualTo(run(program, whole));
        assertThat(run(translation, whole)).isEqualTo(run(program, whole));
      }
    }
    assertThat(far).isGreaterThan(1_000);
  }

  /** Loads at every place around the tag, and the arithmetic and jumps that use what they load. */
  private long[] randomProgram(int length) {
    List<Long> program = new ArrayList<>();
    program.add(Bpf.instruction(Bpf.LD | Bpf.IMM, random.nextInt()));
    program.add(Bpf.instruction(Bpf.LDX | Bpf.IMM, random.nextInt(20)));
    while (program.size() < length - 1) {
      program.add(randomInstruction(length - 2 - program.size()));
    }
    program.add(Bpf.instruction(Bpf.RET | (random.nextInt(4) == 0 ? Bpf.K : Bpf.A), 1));
    return program.stream().mapToLong(Long::longValue).toArray();
  }

  private long randomInstruction(int left) {
    int place = random.nextInt(20);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> Bpf.instruction(Bpf.LD | pick(SIZES) | Bpf.ABS, place);
      case 3, 4 -> Bpf.instruction(Bpf.LD | pick(SIZES) | Bpf.IND, place);
      case 5 -> Bpf.instruction(Bpf.LDX | Bpf.MSH | Bpf.B, place);
      case 6 -> Bpf.instruction((random.nextBoolean() ? Bpf.LD : Bpf.LDX) | Bpf.LEN, 0);
      case 7 -> Bpf.instruction(random.nextBoolean() ? Bpf.ST : Bpf.STX, random.nextInt(15));
      case 8 ->
          Bpf.instruction((random.nextBoolean() ? Bpf.LD : Bpf.LDX) | Bpf.MEM, random.nextInt(15));
      case 9, 10 -> {
        int operation = pick(ALU_OPERATIONS);
        boolean byX = operation != Bpf.NEG && random.nextInt(3) == 0;
        yield Bpf.instruction(Bpf.ALU | operation | (byX ? Bpf.X : Bpf.K), random.nextInt(1, 32));
      }
      case 11 -> Bpf.instruction(Bpf.MISC | (random.nextBoolean() ? Bpf.TAX : Bpf.TXA), 0);
      case 12 -> Bpf.instruction(Bpf.LDX | Bpf.IMM, random.nextInt(8) == 0 ? -place : place);
      case 13 -> Bpf.instruction(Bpf.ALU | Bpf.AND | Bpf.K, 0x1f);
      default -> {
        int code = Bpf.JMP | pick(JUMPS) | (random.nextBoolean() ? Bpf.X : Bpf.K);
        yield Bpf.instruction(code, jump(left), jump(left), random.nextInt(256));
      }
    };
  }

  private int jump(int left) {
    int reach = random.nextInt(3) == 0 ? 255 : 5;
    return left == 0 ? 0 : random.nextInt(Math.min(reach, left) + 1);
  }

  private int pick(int... of) {
    return of[random.nextInt(of.length)];
  }

  @Test
  void whatOnlyTheKernelKnowsByANumberOfAByteStaysABytePastTheEnd() {
    for (String expression : List.of("ether[0xfffff030] = 0", "ether[0xfffff000:2] != 1")) {
      BpfProgram program = Filter.compile(expression, LinkType.ETHERNET).program();
      byte[] wire = new byte[60];
      wire[12] = (byte) 0x81;
      assertThat(run(translate(program), strip(wire))).isZero();
      assertThat(run(translate(program), frame(wire, VlanTag.NOT_STRIPPED, 0, 0))).isZero();
    }
  }

  @Test
  void programThatUsesAllScratchMemoryOrJumpsBackIsNotTranslated() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < Bpf.MEMWORDS; i++) {
      all.add(Bpf.instruction(Bpf.ST, i));
    }
    all.add(Bpf.instruction(Bpf.RET | Bpf.K, 1));
    long[] full = all.stream().mapToLong(Long::longValue).toArray();
    assertThat(WireProgram.canTranslate(new BpfProgram(full))).isFalse();
    BpfProgram chain = Filter.compile("ip6 protochain 6", LinkType.ETHERNET).program();
    assertThat(WireProgram.canTranslate(chain)).isFalse();
  }
}
