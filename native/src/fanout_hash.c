// SPDX-License-Identifier: Apache-2.0
#include "fanout_hash.h"

#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <netinet/in.h>

/* An odd multiplier with irregular bits: 2^32 divided by the golden ratio. */
#define SCATTER 0x9E3779B1

/* Cells of the program's memory. */
enum { SUM_OF_ADDRESSES, SUM_OF_PORTS, NETWORK_HEADER, TYPE, PORT };

/* Where skb->data begins depends on the direction of a frame, so nothing is counted from there. */
#define FROM_LINK(offset) ((uint32_t)SKF_LL_OFF + (offset))
#define LOAD_LINK(size, offset) BPF_STMT(BPF_LD | (size) | BPF_ABS, FROM_LINK(offset))
#define LOAD_ABOUT(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_AD_OFF + (what)))
/* Relative to the header at X. */
#define LOAD(size, offset) BPF_STMT(BPF_LD | (size) | BPF_IND, offset)

#define SET_A(value) BPF_STMT(BPF_LD | BPF_IMM, value)
#define SET_X(value) BPF_STMT(BPF_LDX | BPF_IMM, value)
#define DO(operation, value) BPF_STMT(BPF_ALU | (operation) | BPF_K, value)
#define A_PLUS_X BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0)
#define A_TO_X BPF_STMT(BPF_MISC | BPF_TAX, 0)
#define X_TO_A BPF_STMT(BPF_MISC | BPF_TXA, 0)
#define STORE(cell) BPF_STMT(BPF_ST, cell)
#define STORE_X(cell) BPF_STMT(BPF_STX, cell)
#define LOAD_CELL(cell) BPF_STMT(BPF_LD | BPF_MEM, cell)
#define LOAD_X(cell) BPF_STMT(BPF_LDX | BPF_MEM, cell)

/* Instructions that run if A has the value, and are skipped otherwise. */
#define LENGTH(...) (sizeof((struct sock_filter[]){__VA_ARGS__}) / sizeof(struct sock_filter))
#define JUMP(test, value, then, otherwise) \
  BPF_JUMP(BPF_JMP | (test) | BPF_K, value, then, otherwise)
#define IF(value, ...) JUMP(BPF_JEQ, value, 0, LENGTH(__VA_ARGS__)), __VA_ARGS__
#define IF_ANY(one, other, ...) JUMP(BPF_JEQ, one, 1, 0), IF(other, __VA_ARGS__)
#define IF_NONE_SET(bits, ...) JUMP(BPF_JSET, bits, LENGTH(__VA_ARGS__), 0), __VA_ARGS__
#define IF_NEITHER(one, other, ...)                                                             \
  JUMP(BPF_JEQ, one, 1 + LENGTH(__VA_ARGS__), 0), JUMP(BPF_JEQ, other, LENGTH(__VA_ARGS__), 0), \
      __VA_ARGS__

#define IF_TAG(...) IF_ANY(ETH_P_8021Q, ETH_P_8021AD, __VA_ARGS__)
/* The protocols that begin with two ports. */
#define IF_PORTS(...) \
  JUMP(BPF_JEQ, IPPROTO_TCP, 2, 0), IF_ANY(IPPROTO_UDP, IPPROTO_SCTP, __VA_ARGS__)

/* From the type to the next one; leaves it in A. */
#define SKIP_TAG LOAD(BPF_H, 2), STORE(TYPE), X_TO_A, DO(BPF_ADD, 4), A_TO_X, LOAD_CELL(TYPE)
/* Leaves X at the network header. */
#define ADD_ADDRESS(load) \
  load, LOAD_X(SUM_OF_ADDRESSES), A_PLUS_X, STORE(SUM_OF_ADDRESSES), LOAD_X(NETWORK_HEADER)
/* A: the length of the header at X. */
#define ADD_PORTS                                                                        \
  A_PLUS_X, A_TO_X, LOAD(BPF_H, 0), STORE(PORT), LOAD(BPF_H, 2), LOAD_X(PORT), A_PLUS_X, \
      STORE(SUM_OF_PORTS)

static const struct sock_filter program[] = {
    SET_A(0),
    STORE(SUM_OF_ADDRESSES),
    STORE(SUM_OF_PORTS),

    /* clang-format off */
    SET_X((uint32_t)SKF_NET_OFF),
    STORE_X(NETWORK_HEADER),
    LOAD_ABOUT(SKF_AD_PROTOCOL),
    STORE(TYPE),
    LOAD_ABOUT(SKF_AD_HATYPE),
    IF_ANY(ARPHRD_ETHER, ARPHRD_LOOPBACK,
        SET_X(FROM_LINK(ETH_HLEN)),
        LOAD_LINK(BPF_H, 12),
        IF_TAG(SKIP_TAG, IF_TAG(SKIP_TAG)),
        STORE(TYPE),
        STORE_X(NETWORK_HEADER),
        IF_NEITHER(ETH_P_IP, ETH_P_IPV6,
            ADD_ADDRESS(LOAD_LINK(BPF_H, 0)),
            ADD_ADDRESS(LOAD_LINK(BPF_W, 2)),
            ADD_ADDRESS(LOAD_LINK(BPF_H, 6)),
            ADD_ADDRESS(LOAD_LINK(BPF_W, 8)))),

    LOAD_X(NETWORK_HEADER),
    LOAD_CELL(TYPE),
    IF(ETH_P_IP,
        ADD_ADDRESS(LOAD(BPF_W, 12)),
        ADD_ADDRESS(LOAD(BPF_W, 16)),
        LOAD(BPF_H, 6),
        IF_NONE_SET(0x3FFF, /* more fragments, or not the first */
            LOAD(BPF_B, 9),
            IF_PORTS(
                LOAD(BPF_B, 0),
                DO(BPF_AND, 15),
                DO(BPF_LSH, 2),
                ADD_PORTS))),

    LOAD_CELL(TYPE),
    IF(ETH_P_IPV6,
        ADD_ADDRESS(LOAD(BPF_W, 8)),
        ADD_ADDRESS(LOAD(BPF_W, 12)),
        ADD_ADDRESS(LOAD(BPF_W, 16)),
        ADD_ADDRESS(LOAD(BPF_W, 20)),
        ADD_ADDRESS(LOAD(BPF_W, 24)),
        ADD_ADDRESS(LOAD(BPF_W, 28)),
        ADD_ADDRESS(LOAD(BPF_W, 32)),
        ADD_ADDRESS(LOAD(BPF_W, 36)),
        LOAD(BPF_B, 6),
        IF_PORTS(SET_A(40), ADD_PORTS)),
    /* clang-format on */

    LOAD_CELL(SUM_OF_ADDRESSES),
    DO(BPF_MUL, SCATTER),
    LOAD_X(SUM_OF_PORTS),
    A_PLUS_X,
    DO(BPF_MUL, SCATTER),
    DO(BPF_RSH, 16),
    BPF_STMT(BPF_RET | BPF_A, 0),
};

struct sock_fprog fanout_hash(void) {
  /* The kernel only reads it. */
  return (struct sock_fprog){sizeof program / sizeof program[0], (struct sock_filter *)program};
}
