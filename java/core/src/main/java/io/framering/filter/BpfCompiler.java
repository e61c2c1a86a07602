package io.framering.filter;

import static io.framering.filter.Bpf.A;
import static io.framering.filter.Bpf.ABS;
import static io.framering.filter.Bpf.ADD;
import static io.framering.filter.Bpf.ALU;
import static io.framering.filter.Bpf.AND;
import static io.framering.filter.Bpf.B;
import static io.framering.filter.Bpf.DIV;
import static io.framering.filter.Bpf.H;
import static io.framering.filter.Bpf.IMM;
import static io.framering.filter.Bpf.IND;
import static io.framering.filter.Bpf.JA;
import static io.framering.filter.Bpf.JEQ;
import static io.framering.filter.Bpf.JGE;
import static io.framering.filter.Bpf.JGT;
import static io.framering.filter.Bpf.JMP;
import static io.framering.filter.Bpf.K;
import static io.framering.filter.Bpf.LD;
import static io.framering.filter.Bpf.LDX;
import static io.framering.filter.Bpf.LEN;
import static io.framering.filter.Bpf.LSH;
import static io.framering.filter.Bpf.MEM;
import static io.framering.filter.Bpf.MISC;
import static io.framering.filter.Bpf.MOD;
import static io.framering.filter.Bpf.MSH;
import static io.framering.filter.Bpf.MUL;
import static io.framering.filter.Bpf.NEG;
import static io.framering.filter.Bpf.OR;
import static io.framering.filter.Bpf.RET;
import static io.framering.filter.Bpf.RSH;
import static io.framering.filter.Bpf.ST;
import static io.framering.filter.Bpf.STX;
import static io.framering.filter.Bpf.SUB;
import static io.framering.filter.Bpf.TAX;
import static io.framering.filter.Bpf.TXA;
import static io.framering.filter.Bpf.W;
import static io.framering.filter.Bpf.X;
import static io.framering.filter.Bpf.XOR;

import io.framering.frame.Frame;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * Compiles a BPF program to Java bytecode, which the JVM compiles to machine code: several times as
 * fast as interpreting it. Instructions are translated to the operations of {@link BpfProgram}; A,
 * X and the scratch memory are local variables.
 */
final class BpfCompiler {
  /** The JVM does not compile methods of more than 8000 bytes of bytecode. */
  private static final int LONGEST = 200;

  private static final ClassDesc HELP = descriptor(BpfMachine.class);
  private static final ClassDesc FRAME = descriptor(Frame.class);
  private static final ClassDesc MEMORY = descriptor(MemorySegment.class);
  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final ClassDesc LONG = ConstantDescs.CD_long;
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(INT, MEMORY, LONG, INT, INT, FRAME);
  private static final MethodTypeDesc LOAD = MethodTypeDesc.of(INT, MEMORY, LONG);
  private static final MethodTypeDesc INDEX = MethodTypeDesc.of(LONG, INT, INT);
  private static final MethodTypeDesc METADATA = MethodTypeDesc.of(LONG, FRAME, INT);
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(INT, INT, INT);

  // Local variables of run(); 0 is this.
  private static final int MEMORY_AT = 1;
  private static final int OFFSET_AT = 2;
  private static final int CAPTURED_AT = 4;
  private static final int ORIGINAL_AT = 5;
  private static final int FRAME_AT = 6;
  private static final int A_AT = 7;
  private static final int X_AT = 8;
  private static final int INDEX_AT = 9;
  private static final int SCRATCH_AT = 11;

  private final BpfProgram program;
  private final CodeBuilder to;
  private final Label[] labels;
  private final Label reject;

  private BpfCompiler(BpfProgram program, CodeBuilder to) {
    this.program = program;
    this.to = to;
    labels = new Label[program.length()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = to.newLabel();
    }
    reject = to.newLabel();
  }

  /** Whether {@link #compile} is useful for this program. */
  static boolean isWorthIt(BpfProgram program) {
    return program.length() <= LONGEST && !program.jumpsBack();
  }

  /** Returns compiled code for the program. */
  static BpfMachine compile(BpfProgram program) {
    String name = BpfCompiler.class.getPackageName() + ".CompiledFilter";
    byte[] file =
        ClassFile.of()
            .build(
                ClassDesc.of(name),
                type ->
                    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                        .withInterfaceSymbols(HELP)
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "run",
                            RUN,
                            ClassFile.ACC_PUBLIC,
                            code -> new BpfCompiler(program, code).write()));
    try {
      return (BpfMachine)
          MethodHandles.lookup()
              .defineHiddenClass(file, true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static ClassDesc descriptor(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private void write() {
    for (int local = A_AT; local < SCRATCH_AT + Bpf.MEMWORDS; local++) {
      if (local != INDEX_AT && local != INDEX_AT + 1) {
        to.iconst_0().istore(local);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      to.labelBinding(labels[i]);
      write(i, program.code(i), program.k(i));
    }
    to.labelBinding(reject).iconst_0().ireturn();
  }

  private void write(int i, int code, int k) {
    switch (code) {
      case RET | K -> to.loadConstant(k).ireturn();
      case RET | A -> to.iload(A_AT).ireturn();
      case LD | W | ABS, LD | H | ABS, LD | B | ABS -> loadAbsolute(code, k);
      case LD | W | IND, LD | H | IND, LD | B | IND -> loadIndexed(code, k);
      case LDX | MSH | B -> {
        loadAbsolute(LD | B | ABS, k, X_AT);
        to.iload(X_AT).loadConstant(0xf).iand().iconst_2().ishl().istore(X_AT);
      }
      case LD | IMM -> to.loadConstant(k).istore(A_AT);
      case LDX | IMM -> to.loadConstant(k).istore(X_AT);
      case LD | LEN -> to.iload(ORIGINAL_AT).istore(A_AT);
      case LDX | LEN -> to.iload(ORIGINAL_AT).istore(X_AT);
      case LD | MEM -> to.iload(SCRATCH_AT + k).istore(A_AT);
      case LDX | MEM -> to.iload(SCRATCH_AT + k).istore(X_AT);
      case ST -> to.iload(A_AT).istore(SCRATCH_AT + k);
      case STX -> to.iload(X_AT).istore(SCRATCH_AT + k);
      case MISC | TAX -> to.iload(A_AT).istore(X_AT);
      case MISC | TXA -> to.iload(X_AT).istore(A_AT);
      case ALU | NEG -> to.iload(A_AT).ineg().istore(A_AT);
      case JMP | JA -> to.goto_(labels[program.then(i)]);
      default -> {
        if (Bpf.classOf(code) == JMP) {
          branch(i, code, k);
        } else {
          calculate(code, k);
        }
      }
    }
  }

  private void loadAbsolute(int code, int k) {
    if (k >= 0) {
      loadAbsolute(code, k, A_AT);
      return;
    }
    to.aload(FRAME_AT).loadConstant(k).invokestatic(HELP, "metadata", METADATA, true);
    to.dup2().lstore(INDEX_AT).loadConstant(BpfMachine.UNKNOWN).lcmp().ifeq(reject);
    to.lload(INDEX_AT).l2i().istore(A_AT);
  }

  /** Loads into the local variable; a load beyond the frame's end rejects the frame. */
  private void loadAbsolute(int code, int k, int local) {
    int size = Bpf.sizeOf(code);
    if (k < 0 || k > Integer.MAX_VALUE - size) {
      to.goto_(reject);
      return;
    }
    to.iload(CAPTURED_AT).loadConstant(k + size).if_icmplt(reject);
    to.aload(MEMORY_AT).lload(OFFSET_AT).loadConstant((long) k).ladd();
    to.invokestatic(HELP, loadOf(size), LOAD, true).istore(local);
  }

  private void loadIndexed(int code, int k) {
    int size = Bpf.sizeOf(code);
    to.iload(X_AT).loadConstant(k).invokestatic(HELP, "index", INDEX, true).dup2();
    to.lstore(INDEX_AT).iload(CAPTURED_AT).loadConstant(size).isub().i2l().lcmp().ifgt(reject);
    to.aload(MEMORY_AT).lload(OFFSET_AT).lload(INDEX_AT).ladd();
    to.invokestatic(HELP, loadOf(size), LOAD, true).istore(A_AT);
  }

  private static String loadOf(int size) {
    return switch (size) {
      case 1 -> "loadByte";
      case 2 -> "loadHalfword";
      default -> "loadWord";
    };
  }

  private void branch(int i, int code, int k) {
    int operation = code & 0xf0;
    boolean signless = operation == JGT || operation == JGE;
    to.iload(A_AT);
    flip(signless);
    if ((code & X) != 0) {
      to.iload(X_AT);
    } else {
      to.loadConstant(k);
    }
    flip(signless);
    Label then = labels[program.then(i)];
    switch (operation) {
      case JEQ -> to.if_icmpeq(then);
      case JGT -> to.if_icmpgt(then);
      case JGE -> to.if_icmpge(then);
      default -> to.iand().ifne(then);
    }
    if (program.otherwise(i) != i + 1) {
      to.goto_(labels[program.otherwise(i)]);
    }
  }

  /** Flips the sign bit, so that signed comparison orders unsigned numbers. */
  private void flip(boolean wanted) {
    if (wanted) {
      to.loadConstant(Integer.MIN_VALUE).iadd();
    }
  }

  private void calculate(int code, int k) {
    int operation = code & 0xf0;
    boolean byX = (code & X) != 0;
    if (byX && (operation == DIV || operation == MOD)) {
      to.iload(X_AT).ifeq(reject);
    }
    to.iload(A_AT);
    if (byX) {
      to.iload(X_AT);
    } else {
      to.loadConstant(k);
    }
    switch (operation) {
      case ADD -> to.iadd();
      case SUB -> to.isub();
      case MUL -> to.imul();
      case AND -> to.iand();
      case OR -> to.ior();
      case XOR -> to.ixor();
      case DIV -> to.invokestatic(ConstantDescs.CD_Integer, "divideUnsigned", BINARY);
      case MOD -> to.invokestatic(ConstantDescs.CD_Integer, "remainderUnsigned", BINARY);
      case LSH -> to.invokestatic(HELP, "shiftLeft", BINARY, true);
      case RSH -> to.invokestatic(HELP, "shiftRight", BINARY, true);
      default -> throw new AssertionError(code);
    }
    to.istore(A_AT);
  }
}
