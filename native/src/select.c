// SPDX-License-Identifier: Apache-2.0
#include "select.h"

/* Codes of cBPF have eight bits. */
#define CODE_MAX 0xff

static bool is_known_load(const struct sock_filter *at) {
  switch (at->code) {
    case BPF_LD | BPF_W | BPF_ABS:
    case BPF_LD | BPF_H | BPF_ABS:
    case BPF_LD | BPF_B | BPF_ABS:
    case BPF_LDX | BPF_B | BPF_MSH:
      return at->k <= INT32_MAX; /* ancillary data are beyond */
    case BPF_LD | BPF_MEM:
    case BPF_LDX | BPF_MEM:
    case BPF_ST:
    case BPF_STX:
      return at->k < BPF_MEMWORDS;
    case BPF_LD | BPF_W | BPF_IND:
    case BPF_LD | BPF_H | BPF_IND:
    case BPF_LD | BPF_B | BPF_IND:
    case BPF_LD | BPF_IMM:
    case BPF_LDX | BPF_IMM:
    case BPF_LD | BPF_W | BPF_LEN:
    case BPF_LDX | BPF_W | BPF_LEN:
      return true;
    default:
      return false;
  }
}

static bool is_known_operation(const struct sock_filter *at) {
  bool constant = BPF_SRC(at->code) == BPF_K;
  switch (BPF_OP(at->code)) {
    case BPF_DIV:
    case BPF_MOD:
      return !constant || at->k != 0;
    case BPF_LSH:
    case BPF_RSH:
      return !constant || at->k < 32;
    case BPF_NEG:
      return constant;
    default:
      return BPF_OP(at->code) <= BPF_XOR;
  }
}

/* after: the number of instructions after this one. */
static bool is_known(const struct sock_filter *at, uint32_t after) {
  if (at->code > CODE_MAX) {
    return false;
  }
  switch (BPF_CLASS(at->code)) {
    case BPF_ALU:
      return is_known_operation(at);
    case BPF_JMP:
      return at->code == (BPF_JMP | BPF_JA)
                 ? at->k < after
                 : BPF_OP(at->code) >= BPF_JEQ && BPF_OP(at->code) <= BPF_JSET && at->jt < after &&
                       at->jf < after;
    case BPF_RET:
      return at->code == (BPF_RET | BPF_K) || at->code == (BPF_RET | BPF_A);
    case BPF_MISC:
      return at->code == (BPF_MISC | BPF_TAX) || at->code == (BPF_MISC | BPF_TXA);
    default:
      return is_known_load(at);
  }
}

bool program_is_runnable(const struct sock_filter *program, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    if (!is_known(&program[i], length - i - 1)) {
      return false;
    }
  }
  return length > 0 && BPF_CLASS(program[length - 1].code) == BPF_RET;
}

/* Not for a division by zero. */
static uint32_t calculate(uint16_t operation, uint32_t a, uint32_t b) {
  switch (operation) {
    case BPF_ADD:
      return a + b;
    case BPF_SUB:
      return a - b;
    case BPF_MUL:
      return a * b;
    case BPF_DIV:
      return a / b;
    case BPF_MOD:
      return a % b;
    case BPF_AND:
      return a & b;
    case BPF_OR:
      return a | b;
    case BPF_XOR:
      return a ^ b;
    case BPF_LSH:
      return b < 32 ? a << b : 0;
    case BPF_RSH:
      return b < 32 ? a >> b : 0;
    default: /* BPF_NEG */
      return -a;
  }
}

static bool is_met(uint16_t condition, uint32_t a, uint32_t b) {
  switch (condition) {
    case BPF_JEQ:
      return a == b;
    case BPF_JGT:
      return a > b;
    case BPF_JGE:
      return a >= b;
    default: /* BPF_JSET */
      return a & b;
  }
}

/* A number of 4, 2 or 1 bytes in network byte order. */
static uint32_t number(const uint8_t *at, uint32_t size) {
  return size == 4   ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
         : size == 2 ? (uint32_t)at[0] << 8 | at[1]
                     : at[0];
}

uint32_t program_run(const struct sock_filter *pc, const uint8_t *frame, uint32_t captured,
                     uint32_t original) {
  uint32_t a = 0, x = 0;
  uint32_t memory[BPF_MEMWORDS] = {0};
  for (;; pc++) {
    uint32_t operand = BPF_SRC(pc->code) == BPF_X ? x : pc->k;
    uint32_t *to = BPF_CLASS(pc->code) == BPF_LD ? &a : &x;
    switch (BPF_CLASS(pc->code)) {
      case BPF_LD:
      case BPF_LDX:
        switch (BPF_MODE(pc->code)) {
          case BPF_IMM:
            *to = pc->k;
            break;
          case BPF_LEN:
            *to = original;
            break;
          case BPF_MEM:
            *to = memory[pc->k];
            break;
          default: {
            uint64_t at = (BPF_MODE(pc->code) == BPF_IND ? (uint64_t)x : 0) + pc->k;
            uint32_t size = BPF_SIZE(pc->code) == BPF_W ? 4 : BPF_SIZE(pc->code) == BPF_H ? 2 : 1;
            if (at + size > captured) {
              return 0;
            }
            *to =
                BPF_MODE(pc->code) == BPF_MSH ? (frame[at] & 0xfu) << 2 : number(frame + at, size);
          }
        }
        break;
      case BPF_ST:
        memory[pc->k] = a;
        break;
      case BPF_STX:
        memory[pc->k] = x;
        break;
      case BPF_ALU:
        if (operand == 0 && (BPF_OP(pc->code) == BPF_DIV || BPF_OP(pc->code) == BPF_MOD)) {
          return 0;
        }
        a = calculate(BPF_OP(pc->code), a, operand);
        break;
      case BPF_JMP:
        pc += BPF_OP(pc->code) == BPF_JA             ? pc->k
              : is_met(BPF_OP(pc->code), a, operand) ? pc->jt
                                                     : pc->jf;
        break;
      case BPF_RET:
        return BPF_RVAL(pc->code) == BPF_A ? a : pc->k;
      default: /* BPF_MISC */
        if (BPF_MISCOP(pc->code) == BPF_TAX) {
          x = a;
        } else {
          a = x;
        }
    }
  }
}
