#include "flow.h"

#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <netinet/in.h>

/* An odd multiplier with irregular bits: 2^32 divided by the golden ratio. */
#define SCATTER 0x9E3779B1

/* Cells of the program's memory. */
enum { SUM_OF_ADDRESSES, SUM_OF_PORTS, NETWORK_HEADER, TYPE, PORT };

/* Jump labels. Until flow_build() resolves them, jt and jf, and k of an unconditional jump, contain
 * labels; a pseudo-instruction with the code PLACE marks the position of a label. */
enum {
  NEXT,
  ETHERNET,
  TAG,
  INNER_TAG,
  NETWORK,
  IPV4,
  IPV6,
  PORTS_OF_IPV4,
  PORTS_OF_IPV6,
  PORTS,
  RESULT,
  PLACES
};
#define PLACE 0xFFFF

#define AT(place) \
  { .code = PLACE, .k = (place) }
#define GO_TO(place) BPF_STMT(BPF_JMP | BPF_JA, place)
#define IF_EQUAL(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
#define IF_SET(bits, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, then, otherwise)
#define DO(operation, value) BPF_STMT(BPF_ALU | (operation) | BPF_K, value)

/* The start of skb->data depends on a frame's direction, so offsets are not relative to it. */
#define FROM_LINK(offset) ((uint32_t)SKF_LL_OFF + (offset))
#define LOAD_LINK(size, offset) BPF_STMT(BPF_LD | (size) | BPF_ABS, FROM_LINK(offset))
#define LOAD_ABOUT(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_AD_OFF + (what)))
/* Relative to the header at X. */
#define LOAD(size, offset) BPF_STMT(BPF_LD | (size) | BPF_IND, offset)

#define STORE(cell) BPF_STMT(BPF_ST, cell)
#define LOAD_CELL(cell) BPF_STMT(BPF_LD | BPF_MEM, cell)
#define LOAD_X(cell) BPF_STMT(BPF_LDX | BPF_MEM, cell)
#define A_PLUS_X BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0)
#define A_TO_X BPF_STMT(BPF_MISC | BPF_TAX, 0)
#define X_TO_A BPF_STMT(BPF_MISC | BPF_TXA, 0)

/* Leaves X at the network header. */
#define ADD_ADDRESS(load) \
  load, LOAD_X(SUM_OF_ADDRESSES), A_PLUS_X, STORE(SUM_OF_ADDRESSES), LOAD_X(NETWORK_HEADER)
#define SKIP_TAG LOAD(BPF_H, 2), STORE(TYPE), X_TO_A, DO(BPF_ADD, 4), A_TO_X, LOAD_CELL(TYPE)
#define IF_TAG(then, otherwise) \
  IF_EQUAL(ETH_P_8021Q, then, NEXT), IF_EQUAL(ETH_P_8021AD, then, otherwise)
/* The protocols whose header begins with two ports. */
#define IF_PORTS(then)                                                  \
  IF_EQUAL(IPPROTO_TCP, then, NEXT), IF_EQUAL(IPPROTO_UDP, then, NEXT), \
      IF_EQUAL(IPPROTO_SCTP, then, RESULT)

static int count_places(const struct sock_filter *from, int count, int places[PLACES]) {
  int length = 0;
  for (int i = 0; i < count; i++) {
    if (from[i].code == PLACE) {
      places[from[i].k] = length;
    } else {
      length++;
    }
  }
  return length;
}

/* All jumps are forward, as the kernel requires. */
static void place_jumps(struct sock_filter *instruction, int here, const int places[PLACES]) {
  if (BPF_CLASS(instruction->code) != BPF_JMP) {
    return;
  }
  if (BPF_OP(instruction->code) == BPF_JA) {
    instruction->k = (uint32_t)(places[instruction->k] - here - 1);
    return;
  }
  uint8_t *targets[] = {&instruction->jt, &instruction->jf};
  for (int i = 0; i < 2; i++) {
    *targets[i] = *targets[i] == NEXT ? 0 : (uint8_t)(places[*targets[i]] - here - 1);
  }
}

int flow_build(uint32_t rings, struct sock_filter program[FLOW_MAX]) {
  const struct sock_filter source[] = {
      BPF_STMT(BPF_LD | BPF_IMM, 0),
      STORE(SUM_OF_ADDRESSES),
      STORE(SUM_OF_PORTS),
      LOAD_ABOUT(SKF_AD_HATYPE),
      IF_EQUAL(ARPHRD_ETHER, ETHERNET, NEXT),
      IF_EQUAL(ARPHRD_LOOPBACK, ETHERNET, NEXT),
      BPF_STMT(BPF_LDX | BPF_IMM, (uint32_t)SKF_NET_OFF),
      BPF_STMT(BPF_STX, NETWORK_HEADER),
      LOAD_ABOUT(SKF_AD_PROTOCOL),
      IF_EQUAL(ETH_P_IP, IPV4, NEXT),
      IF_EQUAL(ETH_P_IPV6, IPV6, NEXT),
      BPF_STMT(BPF_RET | BPF_K, 0),

      AT(ETHERNET),
      BPF_STMT(BPF_LDX | BPF_IMM, FROM_LINK(ETH_HLEN)),
      LOAD_LINK(BPF_H, 12),
      IF_TAG(TAG, NETWORK),
      AT(TAG),
      SKIP_TAG,
      IF_TAG(INNER_TAG, NETWORK),
      AT(INNER_TAG),
      SKIP_TAG,
      AT(NETWORK),
      BPF_STMT(BPF_STX, NETWORK_HEADER),
      IF_EQUAL(ETH_P_IP, IPV4, NEXT),
      IF_EQUAL(ETH_P_IPV6, IPV6, NEXT),
      ADD_ADDRESS(LOAD_LINK(BPF_H, 0)),
      ADD_ADDRESS(LOAD_LINK(BPF_W, 2)),
      ADD_ADDRESS(LOAD_LINK(BPF_H, 6)),
      ADD_ADDRESS(LOAD_LINK(BPF_W, 8)),
      GO_TO(RESULT),

      AT(IPV4),
      ADD_ADDRESS(LOAD(BPF_W, 12)),
      ADD_ADDRESS(LOAD(BPF_W, 16)),
      LOAD(BPF_H, 6),
      IF_SET(0x3FFF, RESULT, NEXT), /* more fragments, or not the first */
      LOAD(BPF_B, 9),
      IF_PORTS(PORTS_OF_IPV4),
      AT(PORTS_OF_IPV4),
      LOAD(BPF_B, 0),
      DO(BPF_AND, 15),
      DO(BPF_LSH, 2),
      GO_TO(PORTS),

      AT(IPV6),
      ADD_ADDRESS(LOAD(BPF_W, 8)),
      ADD_ADDRESS(LOAD(BPF_W, 12)),
      ADD_ADDRESS(LOAD(BPF_W, 16)),
      ADD_ADDRESS(LOAD(BPF_W, 20)),
      ADD_ADDRESS(LOAD(BPF_W, 24)),
      ADD_ADDRESS(LOAD(BPF_W, 28)),
      ADD_ADDRESS(LOAD(BPF_W, 32)),
      ADD_ADDRESS(LOAD(BPF_W, 36)),
      LOAD(BPF_B, 6),
      IF_PORTS(PORTS_OF_IPV6),
      AT(PORTS_OF_IPV6),
      BPF_STMT(BPF_LD | BPF_IMM, 40),

      AT(PORTS), /* A: the length of the header at X */
      A_PLUS_X,
      A_TO_X,
      LOAD(BPF_H, 0),
      STORE(PORT),
      LOAD(BPF_H, 2),
      LOAD_X(PORT),
      A_PLUS_X,
      STORE(SUM_OF_PORTS),

      AT(RESULT),
      LOAD_CELL(SUM_OF_ADDRESSES),
      DO(BPF_MUL, SCATTER),
      LOAD_X(SUM_OF_PORTS),
      A_PLUS_X,
      DO(BPF_MUL, SCATTER),
      DO(BPF_RSH, 16),
      DO(BPF_MOD, rings),
      BPF_STMT(BPF_RET | BPF_A, 0),
  };
  const int count = sizeof source / sizeof source[0];
  _Static_assert(sizeof source / sizeof source[0] <= FLOW_MAX, "FLOW_MAX is too little");
  int places[PLACES] = {0};
  int length = count_places(source, count, places);
  for (int i = 0, here = 0; i < count; i++) {
    if (source[i].code != PLACE) {
      program[here] = source[i];
      place_jumps(&program[here], here, places);
      here++;
    }
  }
  return length;
}
