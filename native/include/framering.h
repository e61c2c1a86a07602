// SPDX-License-Identifier: Apache-2.0
/*
 * framering: one AF_PACKET socket and its TPACKET_V3 ring. framering_transmit.h sends.
 *
 * Frames arrive in blocks. framering_next() lends the oldest closed block, whose frames are read in
 * place; framering_release(), or the next framering_next(), returns it to the kernel:
 *
 *     struct framering_options options = FRAMERING_DEFAULTS;
 *     struct framering *ring;
 *     enum framering_call failed;
 *     int error = framering_open(&ring, &options, &failed);
 *     ...
 *     struct framering_block block;
 *     while (framering_next(ring, -1, &block) == 0) {
 *       const struct tpacket3_hdr *frame = framering_first(&block);
 *       for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame))
 *         use(framering_bytes(frame), frame->tp_snaplen);
 *     }
 *     framering_close(ring);
 *
 * Errors: a function that can fail returns a value >= 0, or a negative errno value. Nothing is
 * printed.
 *
 * Threads: only one thread at a time may call framering_next() and framering_release() on a ring
 * and read the lent block. framering_stop(), framering_drain() and framering_statistics() may be
 * called from any thread at any time before framering_close(), which must be the last call; the
 * first two also from a signal handler. A thread is started only to enter another network
 * namespace, and has ended when the function returns.
 *
 * Privilege: framering_open() needs CAP_NET_RAW in the user namespace that owns the network
 * namespace of the calling thread, or a helper program that has it. Entering another network
 * namespace needs CAP_SYS_ADMIN in both. framering_drop_privileges() needs root. Nothing else needs
 * privileges.
 *
 * Byte order: host, unless stated otherwise. struct tpacket3_hdr and struct sockaddr_ll are defined
 * in linux/if_packet.h.
 */
#ifndef FRAMERING_H
#define FRAMERING_H

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRAMERING_API __attribute__((visibility("default")))

/* The maximum number of interfaces in a list. To capture on all interfaces, the list is empty. */
#define FRAMERING_INTERFACES_MAX 64
/* The maximum number of rings in a fanout group. */
#define FRAMERING_RINGS_MAX 64
/* The largest snap length, that of tcpdump: every byte of every frame. */
#define FRAMERING_SNAPLEN_MAX 262144

/* For framering_options.flags. */
enum {
  /* Promiscuous mode while the ring is open: also frames addressed to other hosts. */
  FRAMERING_PROMISCUOUS = 1 << 0,
  /* Exclude frames sent by this host. */
  FRAMERING_IGNORE_OUTGOING = 1 << 1,
  /* Only frames sent by this host. Not with FRAMERING_IGNORE_OUTGOING. */
  FRAMERING_ONLY_OUTGOING = 1 << 2,
  /* On the loopback interface every frame is seen twice, outgoing and incoming: exclude the
   * outgoing one. */
  FRAMERING_LOOPBACK_ONCE = 1 << 3,
  /* Put a VLAN tag that the kernel stripped back into the frame. */
  FRAMERING_RESTORE_VLAN = 1 << 4,
  /* Interfaces may be absent or down, and may disappear and come back: framering_next() reports
   * changes, framering_follow() adapts the ring. No effect on a ring of all interfaces. */
  FRAMERING_FOLLOW = 1 << 8,
};

/*
 * Set in tp_status of a lent frame if FRAMERING_RESTORE_VLAN put the tag back: tp_mac, tp_snaplen
 * and tp_len include the tag. No kernel uses this bit.
 */
#define FRAMERING_STATUS_VLAN_RESTORED (1u << 28)

struct framering;

struct framering_options {
  /* Interface indices, each 1 or more. With FRAMERING_FOLLOW, 0 stands for an absent interface;
   * without it, 0 is -ENODEV. An empty list means all interfaces, including those created later. */
  const int *interfaces;
  /* Number of indices, 0 to FRAMERING_INTERFACES_MAX. */
  uint32_t interface_count;
  /* FRAMERING_ flags. FRAMERING_PROMISCUOUS has no effect if the list is empty. */
  uint32_t flags;
  /* Bytes kept of each frame, 1 to FRAMERING_SNAPLEN_MAX, restored tags included. */
  uint32_t snaplen;
  /* Bytes per block: a multiple of the page size, at least 8192; or 0 for 256 KiB, or more if the
   * offload limits of an interface allow larger frames. */
  uint32_t block_size;
  /* Bytes of the ring, at least two blocks. Rounded down to whole blocks, and reduced if memory is
   * short: framering_geometry() returns the actual size. The memory belongs to the kernel: it is
   * not swappable, and not charged to the caller's control group. */
  uint64_t ring_size;
  /* Milliseconds after which the kernel closes a block that is not full, 1 to 1000. */
  uint32_t block_timeout;
  /* A classic BPF program; copied. It receives the frame in the kernel's form, from the link-layer
   * header on, and returns the number of bytes to keep; 0 drops the frame. NULL: keep all frames.
   */
  const struct sock_filter *filter;
  /* Number of instructions. */
  uint16_t filter_length;
  /* The file of a network namespace, such as /run/netns/blue or /proc/4711/ns/net: the interfaces
   * belong to it, and all frames come from it. NULL: the namespace of the calling thread. That
   * thread never changes its namespace. */
  const char *network_namespace;
  /* Path of the program framering-helper, which then opens the socket in the network namespace of
   * the calling thread, so that the caller needs no privilege; the socket's filter can't be changed
   * afterwards. It is started, and waited for until it has ended: some milliseconds, 10 s at most.
   * NULL: the caller opens the socket itself. Not with network_namespace, nor for several rings. */
  const char *helper;
};

#define FRAMERING_DEFAULTS                                                             \
  {                                                                                    \
    .flags = FRAMERING_PROMISCUOUS | FRAMERING_LOOPBACK_ONCE | FRAMERING_RESTORE_VLAN, \
    .snaplen = FRAMERING_SNAPLEN_MAX, .ring_size = 32u << 20, .block_timeout = 5,      \
  }

/* The step in which a function failed. */
enum framering_call {
  FRAMERING_CALL_NONE,
  FRAMERING_CALL_OPTIONS,
  FRAMERING_CALL_MEMORY,
  FRAMERING_CALL_SOCKET,
  FRAMERING_CALL_EVENTFD,
  FRAMERING_CALL_VERSION,
  FRAMERING_CALL_RESERVE,
  FRAMERING_CALL_INTERFACES,
  FRAMERING_CALL_RING,
  FRAMERING_CALL_MMAP,
  FRAMERING_CALL_IGNORE_OUTGOING,
  FRAMERING_CALL_FILTER,
  FRAMERING_CALL_MEMBERSHIP,
  FRAMERING_CALL_BIND,
  FRAMERING_CALL_NAMESPACE,
  /* The helper could not be started. */
  FRAMERING_CALL_HELPER_START,
  /* The helper did not answer; -EPROTO: the answer was invalid. */
  FRAMERING_CALL_HELPER_ANSWER,
  FRAMERING_CALL_LOCK,
  FRAMERING_CALL_FANOUT,
  FRAMERING_CALL_FANOUT_DATA,
  FRAMERING_CALL_POLL,
  FRAMERING_CALL_PENDING_ERROR,
  FRAMERING_CALL_CHANGES,
  FRAMERING_CALL_ADDRESS,
  FRAMERING_CALL_INTERFACE,
  FRAMERING_CALL_STATISTICS,
  FRAMERING_CALL_USER,
  FRAMERING_CALL_THREADS,
  FRAMERING_CALL_CAPABILITIES,
  FRAMERING_CALL_KEEP_CAPABILITIES,
  FRAMERING_CALL_GROUPS,
  FRAMERING_CALL_GROUP_ID,
  FRAMERING_CALL_USER_ID,
  FRAMERING_CALL_QDISC_BYPASS,
  FRAMERING_CALL_SEND_BUFFER,
  FRAMERING_CALL_SEND,
};

/*
 * Opens a ring. The socket is bound after the filter, flags and interfaces are set, so no excluded
 * frame is delivered, not even at the start.
 *
 * Returns 0 and sets *ring, or a negative errno value and sets *failed, which may name a call that
 * failed in the helper. Important errors: -EPERM (no CAP_NET_RAW), -ENODEV (no such interface),
 * -ENETDOWN (the only interface is down), -ENOMEM (no memory for two blocks), -EINVAL with
 * FRAMERING_CALL_OPTIONS (an option is out of its range).
 */
FRAMERING_API int framering_open(struct framering **ring, const struct framering_options *options,
                                 enum framering_call *failed);

/*
 * Opens `count` rings, 1 to FRAMERING_RINGS_MAX, as a fanout group, so that each can have its own
 * reader. A single ring is the same as from framering_open().
 *
 * Each frame goes to one ring. All frames of a flow, in both directions, go to the same ring in the
 * order in which they arrived. Frames of a flow have the same two IP addresses, and the same ports
 * of TCP, UDP or SCTP. Fragments are assigned by their addresses alone, frames without IP by their
 * MAC addresses. A ring may miss frames that arrive before this function returns, but none after
 * the first that it receives.
 *
 * All rings have the same options, and each its own memory of options->ring_size bytes. Each is
 * closed separately. Closing one assigns flows anew: frames that arrive meanwhile go to one of the
 * other rings, and frames in the closed ring are lost, unless framering_drain() was called and all
 * were read.
 *
 * Returns like framering_open(), and sets rings[0] to rings[count - 1]; or opens none.
 */
FRAMERING_API int framering_open_fanout(struct framering **rings, uint32_t count,
                                        const struct framering_options *options,
                                        enum framering_call *failed);

/* The name of a call for messages, such as "setsockopt(PACKET_RX_RING)". Static storage. */
FRAMERING_API const char *framering_call_name(enum framering_call call);

/* The ring's memory and its division into blocks: constant while it is open. */
struct framering_geometry {
  uint8_t *memory;
  uint64_t size;
  uint32_t block_size;
  uint32_t block_count;
};

FRAMERING_API struct framering_geometry framering_geometry(const struct framering *ring);

/* A lent block. */
struct framering_block {
  /* Its first byte; a struct tpacket_block_desc. */
  uint8_t *memory;
  /* Its index in the ring, 0 to block_count - 1. */
  uint32_t index;
  /* Number of frames in it; may be 0. */
  uint32_t frames;
};

/*
 * Releases the lent block, if any, and waits for the next closed one.
 *
 * timeout: milliseconds; 0 does not wait, a negative value waits forever.
 *
 * Returns 0 and lends *block, whose frames have been checked to lie inside it; or
 *   -ETIMEDOUT  no block was closed in time
 *   -ECANCELED  framering_stop() was called, or framering_drain() was called and all frames that
 *               had arrived have been lent: no further block will be lent
 *   -ENETDOWN   the interface went down; reported once, and the ring continues when it is up again
 *   -ENODEV     the interface was deleted, and all frames that had arrived have been lent: no
 *               further block will be lent
 *   -ESTALE     with FRAMERING_FOLLOW, instead of the two above: an interface of the network
 *               namespace has changed, see framering_follow()
 *   -EBADMSG    the block is damaged and skipped: framering_fault() names the field
 * or another negative errno value: framering_failed_call() returns the failed call.
 */
FRAMERING_API int framering_next(struct framering *ring, int timeout,
                                 struct framering_block *block);

/*
 * Sets the current indices of the interfaces of a ring with FRAMERING_FOLLOW: as many as it was
 * opened with, in the same order, 0 for an absent one. No frame of the unchanged interfaces is
 * lost. Only for the thread that calls framering_next().
 *
 * Returns 0 or a negative errno value. After an error, none or some of the interfaces have been
 * changed, and the next call changes the rest: framering_failed_call() returns the failed call.
 * -ENODEV: an interface was deleted meanwhile, which framering_next() will report. -EPERM with
 * FRAMERING_CALL_LOCK: one of several interfaces has come back with another index, which the filter
 * locked by the helper does not include: open another ring.
 */
FRAMERING_API int framering_follow(struct framering *ring, const int *interfaces);

/*
 * Waits like framering_next(), with the same results, but only for -ESTALE: frames stay in the
 * ring. Only for the thread that calls framering_next().
 */
FRAMERING_API int framering_await_change(struct framering *ring, int timeout);

/*
 * Ends the ring after what has arrived: framering_next() lends the frames that are in the ring when
 * it is next called, those of the block that the kernel still fills too, and returns -ECANCELED
 * after that. It lends at most one ring of frames, and waits at most one block timeout for them.
 * Any thread, also a signal handler.
 */
FRAMERING_API void framering_drain(struct framering *ring);

/*
 * Returns the number of frames that passed the filter and were lost, because no block was free,
 * between the previous block and the lent one. Each lost frame is reported once this way, except
 * those after the last block (see framering_statistics()) and while framering_statistics() fails.
 * Only for the thread that calls framering_next().
 */
FRAMERING_API uint64_t framering_lost(const struct framering *ring);

/* Returns the size of the lent block's frames on the wire, in bytes: the sum of their tp_len. Only
 * for the thread that calls framering_next(). */
FRAMERING_API uint64_t framering_lent_bytes(const struct framering *ring);

/*
 * Encodes frames of the lent block as records of a capture file, with times in nanoseconds and in
 * little-endian byte order; as many as fit.
 *
 * frame: the first frame; set to the last one written. frames: the number of frames from the first
 * one to the end of the block, inclusive. Encoding stops before a frame whose interface or hardware
 * type differs from that of the first one.
 * interface_id: negative for the records of pcap, pcap-savefile(5); else the interface's number in
 * a pcapng file, for Enhanced Packet Blocks with flags, draft-ietf-opsawg-pcapng 4.3.
 *
 * Returns the number of frames written, 0 if not even one fits, and sets *size to their size in
 * bytes.
 */
FRAMERING_API uint32_t framering_write_records(const struct tpacket3_hdr **frame, uint32_t frames,
                                               int64_t interface_id, uint8_t *to, size_t room,
                                               size_t *size);

/* Returns the lent block to the kernel. Its memory must not be accessed afterwards. */
FRAMERING_API void framering_release(struct framering *ring);

/* The field of linux/if_packet.h that was out of range at the last -EBADMSG, or NULL. Static. */
FRAMERING_API const char *framering_fault(const struct framering *ring);

/* The call that failed when framering_next(), framering_follow() or framering_await_change() last
 * returned an error that is not listed there. Only for the thread that calls them. */
FRAMERING_API enum framering_call framering_failed_call(const struct framering *ring);

/* Makes the current and every later framering_next() return -ECANCELED. Async-signal-safe. */
FRAMERING_API void framering_stop(struct framering *ring);

/* Counts since the ring was opened. They never decrease. */
struct framering_statistics {
  /* Frames that passed the filter, including dropped ones. */
  uint64_t received;
  /* Frames that passed the filter and were lost because no block was free. */
  uint64_t dropped;
  /* Number of times the ring was full. */
  uint64_t freezes;
};

/* Returns 0 or a negative errno value of getsockopt(2); then *statistics has the last known counts.
 */
FRAMERING_API int framering_statistics(struct framering *ring,
                                       struct framering_statistics *statistics);

/*
 * Leaves promiscuous mode, unmaps the ring, and closes the socket. The ring and all its blocks are
 * invalid afterwards. NULL is ignored.
 */
FRAMERING_API void framering_close(struct framering *ring);

/* A network interface of the calling thread's network namespace. */
struct framering_interface {
  int32_t index;
  /* IFF_ flags of net/if.h. */
  uint32_t flags;
  /* ARPHRD_ number of linux/if_arp.h. */
  uint32_t hardware_type;
  /* Largest payload of a frame on the wire, in bytes. */
  uint32_t mtu;
  /* Largest frame that offloads create or merge, in bytes. */
  uint32_t offload_max;
  /* NUL-terminated. */
  char name[16];
  /* Frames that the interface dropped since it was created because it had no room: rx_missed_errors
   * and rx_fifo_errors of linux/if_link.h. They are counted before any filter. */
  uint64_t missed;
};

/*
 * Lists the interfaces. Fills at most `capacity` elements of `list`, which may be NULL if
 * `capacity` is 0. Returns the number of interfaces, or a negative errno value.
 */
FRAMERING_API int framering_interfaces(struct framering_interface *list, uint32_t capacity);

/* The same for the network namespace of this file, see framering_options; NULL: the namespace of
 * the thread. Sets *failed on an error. */
FRAMERING_API int framering_interfaces_in(const char *network_namespace,
                                          struct framering_interface *list, uint32_t capacity,
                                          enum framering_call *failed);

/* The same for the ring's network namespace. One thread at a time, which need not be the reader. */
FRAMERING_API int framering_ring_interfaces(struct framering *ring,
                                            struct framering_interface *list, uint32_t capacity);

/* A classic BPF program made by framering_compile(). */
struct framering_program {
  struct sock_filter *instructions;
  /* Number of instructions: may exceed the 4096 that a kernel accepts. */
  uint32_t length;
  /* If compilation failed: the reason, in one line. */
  char message[512];
};

/*
 * Compiles a pcap-filter(7) expression with libpcap, which is loaded on the first call:
 * libpcap.so.1, then libpcap.so.0.8. Names of hosts, networks, ports and protocols are looked up,
 * which may take as long as a DNS query.
 *
 * link_type: a LINKTYPE_ number: 1 is Ethernet. snaplen: the program's result for a selected frame.
 * optimize: 0 disables libpcap's optimizer.
 *
 * libpcap recurses: an expression of 5000 hosts needs more than 1 MiB of stack.
 *
 * The program expects the frame on the wire, including VLAN tags. Kernels reject backward jumps,
 * which only `protochain` generates.
 *
 * Returns 0, and the caller must free the program; or sets program->message and returns -ELIBACC
 * (no libpcap), -EINVAL (wrong expression, with libpcap's message) or -ENOMEM. Any thread, at any
 * time.
 */
FRAMERING_API int framering_compile(struct framering_program *program, const char *expression,
                                    int link_type, uint32_t snaplen, int optimize);

FRAMERING_API void framering_program_free(struct framering_program *program);

/*
 * Switches the whole process from root to this user and the user's groups, permanently: no thread
 * keeps an ID or a capability of root. Open rings continue to work.
 *
 * Returns 0 or a negative errno value, and then sets *failed. With FRAMERING_CALL_NONE nothing has
 * changed: -ENOENT (no such user), -EINVAL (the user is root), -EPERM (the process does not run as
 * root). Any other call may have failed after some privileges were dropped: the process should end.
 */
FRAMERING_API int framering_drop_privileges(const char *user, enum framering_call *failed);

/* The first frame of a block that is not empty. */
static inline const struct tpacket3_hdr *framering_first(const struct framering_block *block) {
  const struct tpacket_block_desc *descriptor = (const struct tpacket_block_desc *)block->memory;
  return (const struct tpacket3_hdr *)(block->memory + descriptor->hdr.bh1.offset_to_first_pkt);
}

/* The frame after this one, which must not be the last one: see framering_block.frames. */
static inline const struct tpacket3_hdr *framering_after(const struct tpacket3_hdr *frame) {
  return (const struct tpacket3_hdr *)((const uint8_t *)frame + frame->tp_next_offset);
}

/* The first of the frame's tp_snaplen bytes. */
static inline const uint8_t *framering_bytes(const struct tpacket3_hdr *frame) {
  return (const uint8_t *)frame + frame->tp_mac;
}

/* Interface, hardware type and direction of the frame. */
static inline const struct sockaddr_ll *framering_address(const struct tpacket3_hdr *frame) {
  return (const struct sockaddr_ll *)((const uint8_t *)frame +
                                      TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));
}

#ifdef __cplusplus
}
#endif

#endif
