// SPDX-License-Identifier: Apache-2.0
/*
 * The border to Java: unpacks arguments, calls, returns numbers. The only file that includes jni.h;
 * it also checks the offsets used in Java against the kernel's and our own headers.
 */
#include <jni.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "framering.h"
#include "framering_transmit.h"
#include "select.h"
#include "io_framering_internal_FrameWords.h"
#include "io_framering_jni_Errno.h"
#include "io_framering_jni_Native.h"
#include "io_framering_jni_RingOptions.h"
#include "io_framering_jni_Tpacket.h"
#include "io_framering_jni_TransmitSocket.h"

#define TPACKET(name) io_framering_jni_Tpacket_##name
#define OPTION(name) io_framering_jni_RingOptions_##name
#define NATIVE(name) io_framering_jni_Native_##name
#define TRANSMIT(name) io_framering_jni_TransmitSocket_##name
#define ERRNO(name) io_framering_jni_Errno_##name
#define PROVE(java, c) _Static_assert((java) == (c), #java " is not " #c)

PROVE(TPACKET(NUM_PKTS), offsetof(struct tpacket_block_desc, hdr.bh1.num_pkts));
PROVE(TPACKET(OFFSET_TO_FIRST_PKT),
      offsetof(struct tpacket_block_desc, hdr.bh1.offset_to_first_pkt));
PROVE(TPACKET(TP_NEXT_OFFSET), offsetof(struct tpacket3_hdr, tp_next_offset));
PROVE(TPACKET(TP_SEC), offsetof(struct tpacket3_hdr, tp_sec));
PROVE(TPACKET(TP_NSEC), offsetof(struct tpacket3_hdr, tp_nsec));
PROVE(TPACKET(TP_SNAPLEN), offsetof(struct tpacket3_hdr, tp_snaplen));
PROVE(TPACKET(TP_LEN), offsetof(struct tpacket3_hdr, tp_len));
PROVE(TPACKET(TP_STATUS), offsetof(struct tpacket3_hdr, tp_status));
PROVE(TPACKET(TP_MAC), offsetof(struct tpacket3_hdr, tp_mac));
PROVE(TPACKET(TP_VLAN_TCI), offsetof(struct tpacket3_hdr, hv1.tp_vlan_tci));
PROVE(TPACKET(TP_VLAN_TPID), offsetof(struct tpacket3_hdr, hv1.tp_vlan_tpid));
#define SOCKADDR_LL TPACKET_ALIGN(sizeof(struct tpacket3_hdr))
PROVE(TPACKET(SLL_IFINDEX), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_ifindex));
PROVE(TPACKET(SLL_HATYPE), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_hatype));
PROVE(TPACKET(SLL_PKTTYPE), SOCKADDR_LL + offsetof(struct sockaddr_ll, sll_pkttype));
PROVE(TPACKET(TP_STATUS_CSUMNOTREADY), TP_STATUS_CSUMNOTREADY);
PROVE(TPACKET(TP_STATUS_VLAN_VALID), TP_STATUS_VLAN_VALID);
PROVE(TPACKET(TP_STATUS_VLAN_TPID_VALID), TP_STATUS_VLAN_TPID_VALID);
PROVE(TPACKET(TP_STATUS_CSUM_VALID), TP_STATUS_CSUM_VALID);
/* linux/if_packet.h of Linux 6.8 */
#ifndef TP_STATUS_GSO_TCP
#define TP_STATUS_GSO_TCP (1 << 8)
#endif
PROVE(TPACKET(TP_STATUS_GSO_TCP), TP_STATUS_GSO_TCP);
PROVE(TPACKET(STATUS_VLAN_RESTORED), FRAMERING_STATUS_VLAN_RESTORED);

PROVE(OPTION(PROMISCUOUS), FRAMERING_PROMISCUOUS);
PROVE(OPTION(IGNORE_OUTGOING), FRAMERING_IGNORE_OUTGOING);
PROVE(OPTION(ONLY_OUTGOING), FRAMERING_ONLY_OUTGOING);
PROVE(OPTION(LOOPBACK_ONCE), FRAMERING_LOOPBACK_ONCE);
PROVE(OPTION(RESTORE_VLAN), FRAMERING_RESTORE_VLAN);
PROVE(OPTION(FOLLOW), FRAMERING_FOLLOW);
PROVE(OPTION(INTERFACES_MAX), FRAMERING_INTERFACES_MAX);
PROVE(OPTION(RINGS_MAX), FRAMERING_RINGS_MAX);
#define OPTION_AT(java, c) PROVE(OPTION(java), offsetof(struct framering_options, c))
OPTION_AT(INTERFACES, interfaces);
OPTION_AT(INTERFACE_COUNT, interface_count);
OPTION_AT(FLAGS, flags);
OPTION_AT(SNAPLEN, snaplen);
OPTION_AT(BLOCK_SIZE, block_size);
OPTION_AT(RING_SIZE, ring_size);
OPTION_AT(BLOCK_TIMEOUT, block_timeout);
OPTION_AT(FILTER, filter);
OPTION_AT(FILTER_LENGTH, filter_length);
OPTION_AT(NETWORK_NAMESPACE, network_namespace);
OPTION_AT(HELPER, helper);
PROVE(OPTION(SIZE), sizeof(struct framering_options));
PROVE(OPTION(CODE), offsetof(struct sock_filter, code));
PROVE(OPTION(JT), offsetof(struct sock_filter, jt));
PROVE(OPTION(JF), offsetof(struct sock_filter, jf));
PROVE(OPTION(K), offsetof(struct sock_filter, k));
PROVE(OPTION(INSTRUCTION_SIZE), sizeof(struct sock_filter));
PROVE(ERRNO(EPERM), EPERM);
PROVE(ERRNO(ENOENT), ENOENT);
PROVE(ERRNO(ENOMEM), ENOMEM);
PROVE(ERRNO(EACCES), EACCES);
PROVE(ERRNO(ENODEV), ENODEV);
PROVE(ERRNO(EINVAL), EINVAL);
PROVE(ERRNO(EMFILE), EMFILE);
PROVE(ERRNO(ENAMETOOLONG), ENAMETOOLONG);
PROVE(ERRNO(ESTALE), ESTALE);
PROVE(ERRNO(EPIPE), EPIPE);
PROVE(ERRNO(EPROTO), EPROTO);
PROVE(ERRNO(EBADMSG), EBADMSG);
PROVE(ERRNO(ENETDOWN), ENETDOWN);
PROVE(ERRNO(ECONNRESET), ECONNRESET);
PROVE(ERRNO(ETIMEDOUT), ETIMEDOUT);
PROVE(ERRNO(ECANCELED), ECANCELED);
PROVE(ERRNO(ELIBACC), ELIBACC);

PROVE(TRANSMIT(QDISC_BYPASS), FRAMERING_QDISC_BYPASS);
#define TRANSMIT_OPTION_AT(java, c) \
  PROVE(TRANSMIT(java), offsetof(struct framering_transmit_options, c))
TRANSMIT_OPTION_AT(INTERFACE, interface);
TRANSMIT_OPTION_AT(FLAGS, flags);
TRANSMIT_OPTION_AT(SEND_BUFFER, send_buffer);
TRANSMIT_OPTION_AT(PATIENCE, patience);
TRANSMIT_OPTION_AT(NETWORK_NAMESPACE, network_namespace);
TRANSMIT_OPTION_AT(HELPER, helper);
PROVE(TRANSMIT(OPTIONS_SIZE), sizeof(struct framering_transmit_options));
PROVE(TRANSMIT(BYTES), offsetof(struct framering_frame, bytes));
PROVE(TRANSMIT(LENGTH), offsetof(struct framering_frame, length));
PROVE(TRANSMIT(REFUSED), offsetof(struct framering_frame, refused));
PROVE(TRANSMIT(TIME), offsetof(struct framering_frame, time));
PROVE(TRANSMIT(FRAME_SIZE), sizeof(struct framering_frame));

#define INTERFACE_AT(java, c) \
  PROVE(NATIVE(INTERFACE_##java), offsetof(struct framering_interface, c))
INTERFACE_AT(INDEX, index);
INTERFACE_AT(FLAGS, flags);
INTERFACE_AT(HARDWARE_TYPE, hardware_type);
INTERFACE_AT(MTU, mtu);
INTERFACE_AT(MISSED, missed);
INTERFACE_AT(NAME, name);
PROVE(NATIVE(INTERFACE_SIZE), sizeof(struct framering_interface));

/* Copied to the stack in portions. */
#define FRAMES_AT_ONCE 256
#define FRAME_WORDS io_framering_internal_FrameWords_WORDS
#define FRAME_WORD(name) io_framering_internal_FrameWords_##name

PROVE(NATIVE(CALL_NONE), FRAMERING_CALL_NONE);
PROVE(NATIVE(CALL_INTERFACES), FRAMERING_CALL_INTERFACES);
PROVE(NATIVE(CALL_FILTER), FRAMERING_CALL_FILTER);

static void *memory_of(jlong address) {
  return (void *)(intptr_t)address;
}

static struct framering *ring_of(jlong handle) {
  return memory_of(handle);
}

static void set_int(JNIEnv *env, jintArray array, jint value) {
  (*env)->SetIntArrayRegion(env, array, 0, 1, &value);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_open0(JNIEnv *env, jclass type, jlong options,
                                                          jint count, jlongArray opened) {
  (void)type;
  struct framering *rings[FRAMERING_RINGS_MAX];
  enum framering_call failed;
  int error = framering_open_fanout(rings, (uint32_t)count, memory_of(options), &failed);
  if (error < 0) {
    jlong call = failed;
    (*env)->SetLongArrayRegion(env, opened, NATIVE(OPENED_FAILED_CALL), 1, &call);
    return error;
  }
  for (jint i = 0; i < count; i++) {
    struct framering_geometry geometry = framering_geometry(rings[i]);
    jlong values[NATIVE(OPENED_LENGTH)] = {
        [NATIVE(OPENED_HANDLE)] = (jlong)(intptr_t)rings[i],
        [NATIVE(OPENED_ADDRESS)] = (jlong)(intptr_t)geometry.memory,
        [NATIVE(OPENED_SIZE)] = (jlong)geometry.size,
        [NATIVE(OPENED_BLOCK_SIZE)] = geometry.block_size,
    };
    jint first = i * NATIVE(OPENED_LENGTH);
    (*env)->SetLongArrayRegion(env, opened, first, NATIVE(OPENED_LENGTH), values);
  }
  return 0;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_next0(JNIEnv *env, jclass type, jlong handle,
                                                          jint timeout) {
  (void)env, (void)type;
  struct framering_block block;
  int error = framering_next(ring_of(handle), timeout, &block);
  if (error < 0) {
    return error;
  }
  return (jint)block.index | (framering_lost(ring_of(handle)) > 0 ? NATIVE(LOSS) : 0);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_records0(JNIEnv *env, jclass type, jlong header,
                                                             jint frames, jint interface_id,
                                                             jlong to, jint room,
                                                             jlongArray result) {
  (void)type;
  const struct tpacket3_hdr *frame = memory_of(header);
  size_t size;
  uint32_t written = framering_write_records(&frame, (uint32_t)frames, interface_id, memory_of(to),
                                             (size_t)room, &size);
  jlong values[NATIVE(RECORDS_LENGTH)] = {
      [NATIVE(RECORDS_DISTANCE)] = (jlong)(intptr_t)frame - header,
      [NATIVE(RECORDS_BYTES)] = (jlong)size,
  };
  (*env)->SetLongArrayRegion(env, result, 0, NATIVE(RECORDS_LENGTH), values);
  return (jint)written;
}

JNIEXPORT jlong JNICALL Java_io_framering_jni_Native_lentBytes0(JNIEnv *env, jclass type,
                                                                jlong handle) {
  (void)env, (void)type;
  return (jlong)framering_lent_bytes(ring_of(handle));
}

JNIEXPORT jlong JNICALL Java_io_framering_jni_Native_lost0(JNIEnv *env, jclass type, jlong handle) {
  (void)env, (void)type;
  return (jlong)framering_lost(ring_of(handle));
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_drain0(JNIEnv *env, jclass type, jlong handle) {
  (void)env, (void)type;
  framering_drain(ring_of(handle));
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_awaitChange0(JNIEnv *env, jclass type,
                                                                 jlong handle, jint timeout) {
  (void)env, (void)type;
  return framering_await_change(ring_of(handle), timeout);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_follow0(JNIEnv *env, jclass type, jlong handle,
                                                            jlong indices) {
  (void)env, (void)type;
  return framering_follow(ring_of(handle), memory_of(indices));
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_interfaces0(JNIEnv *env, jclass type,
                                                                jlong handle, jlong list,
                                                                jint capacity) {
  (void)env, (void)type;
  return framering_ring_interfaces(ring_of(handle), memory_of(list), (uint32_t)capacity);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_statistics0(JNIEnv *env, jclass type,
                                                                jlong handle, jlongArray to) {
  (void)type;
  struct framering_statistics statistics;
  int error = framering_statistics(ring_of(handle), &statistics);
  if (error < 0) {
    return error;
  }
  jlong values[NATIVE(STATISTICS_LENGTH)] = {
      [NATIVE(RECEIVED)] = (jlong)statistics.received,
      [NATIVE(DROPPED)] = (jlong)statistics.dropped,
      [NATIVE(FREEZES)] = (jlong)statistics.freezes,
  };
  (*env)->SetLongArrayRegion(env, to, 0, NATIVE(STATISTICS_LENGTH), values);
  return 0;
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_stop0(JNIEnv *env, jclass type, jlong handle) {
  (void)env, (void)type;
  framering_stop(ring_of(handle));
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_close0(JNIEnv *env, jclass type, jlong handle) {
  (void)env, (void)type;
  framering_close(ring_of(handle));
}

JNIEXPORT jstring JNICALL Java_io_framering_jni_Native_fault0(JNIEnv *env, jclass type,
                                                              jlong handle) {
  (void)type;
  const char *fault = framering_fault(ring_of(handle));
  return fault == NULL ? NULL : (*env)->NewStringUTF(env, fault);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_failedCall0(JNIEnv *env, jclass type,
                                                                jlong handle) {
  (void)env, (void)type;
  return (jint)framering_failed_call(ring_of(handle));
}

JNIEXPORT jstring JNICALL Java_io_framering_jni_Native_callName0(JNIEnv *env, jclass type,
                                                                 jint call) {
  (void)type;
  return (*env)->NewStringUTF(env, framering_call_name((enum framering_call)call));
}

JNIEXPORT jstring JNICALL Java_io_framering_jni_Native_errorText0(JNIEnv *env, jclass type,
                                                                  jint error) {
  (void)type;
  return (*env)->NewStringUTF(env, strerror(error));
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_list0(JNIEnv *env, jclass type,
                                                          jlong network_namespace, jlong list,
                                                          jint capacity, jintArray failed_call) {
  (void)type;
  enum framering_call failed = FRAMERING_CALL_NONE;
  int count = framering_interfaces_in(memory_of(network_namespace), memory_of(list),
                                      (uint32_t)capacity, &failed);
  set_int(env, failed_call, (jint)failed);
  return count;
}

static jlongArray instructions_to_java(JNIEnv *env, const struct framering_program *program) {
  jlongArray instructions = (*env)->NewLongArray(env, (jsize)program->length);
  for (uint32_t i = 0; instructions != NULL && i < program->length; i++) {
    const struct sock_filter *from = &program->instructions[i];
    jlong packed = (jlong)((uint64_t)from->code << 48 | (uint64_t)from->jt << 40 |
                           (uint64_t)from->jf << 32 | from->k);
    (*env)->SetLongArrayRegion(env, instructions, (jsize)i, 1, &packed);
  }
  return instructions;
}

/* As bytes: libpcap's message quotes the expression, which need not be valid UTF-8. */
static jbyteArray text_to_java(JNIEnv *env, const char *text) {
  jsize length = (jsize)strlen(text);
  jbyteArray bytes = (*env)->NewByteArray(env, length);
  if (bytes != NULL) {
    (*env)->SetByteArrayRegion(env, bytes, 0, length, (const jbyte *)text);
  }
  return bytes;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_compile0(JNIEnv *env, jclass type,
                                                             jbyteArray expression, jint link_type,
                                                             jint snaplen, jboolean optimize,
                                                             jobjectArray result) {
  (void)type;
  jsize length = (*env)->GetArrayLength(env, expression);
  char *text = calloc((size_t)length + 1, 1);
  if (text == NULL) {
    return -ENOMEM;
  }
  (*env)->GetByteArrayRegion(env, expression, 0, length, (jbyte *)text);
  struct framering_program program;
  int error = framering_compile(&program, text, link_type, (uint32_t)snaplen, optimize);
  jobject answer =
      error < 0 ? text_to_java(env, program.message) : instructions_to_java(env, &program);
  (*env)->SetObjectArrayElement(env, result, 0, answer);
  framering_program_free(&program);
  free(text);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_dropPrivileges0(JNIEnv *env, jclass type,
                                                                    jbyteArray user,
                                                                    jintArray failed_call) {
  (void)type;
  jsize length = (*env)->GetArrayLength(env, user);
  char *name = calloc((size_t)length + 1, 1);
  enum framering_call failed = FRAMERING_CALL_MEMORY;
  int error = -ENOMEM;
  if (name != NULL) {
    (*env)->GetByteArrayRegion(env, user, 0, length, (jbyte *)name);
    error = framering_drop_privileges(name, &failed);
  }
  free(name);
  set_int(env, failed_call, (jint)failed);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_effectiveUser0(JNIEnv *env, jclass type) {
  (void)env, (void)type;
  return (jint)geteuid();
}

/* A frame's place in memory, and its length on the wire, from the words of FrameWords. */
static bool matches(const struct sock_filter *program, const uint8_t *memory, uint64_t size,
                    const jlong words[FRAME_WORDS]) {
  uint64_t place = (uint64_t)words[FRAME_WORD(OFFSET_AND_CAPTURED_LENGTH)];
  uint64_t offset = place >> 32;
  uint32_t captured = (uint32_t)place;
  uint32_t original = (uint32_t)((uint64_t)words[FRAME_WORD(ORIGINAL_LENGTH_AND_INTERFACE)] >> 32);
  return offset + captured <= size && program_run(program, memory + offset, captured, original) > 0;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_select0(JNIEnv *env, jclass type, jlong program,
                                                            jint length, jlong memory, jlong size,
                                                            jlongArray frames, jint count,
                                                            jintArray selected) {
  (void)type;
  if (!program_is_runnable(memory_of(program), (uint32_t)length)) {
    return -EINVAL;
  }
  jint found = 0;
  for (jint first = 0; first < count; first += FRAMES_AT_ONCE) {
    jint portion = count - first < FRAMES_AT_ONCE ? count - first : FRAMES_AT_ONCE;
    jlong words[FRAMES_AT_ONCE * FRAME_WORDS];
    jint numbers[FRAMES_AT_ONCE];
    jint matching = 0;
    (*env)->GetLongArrayRegion(env, frames, first * FRAME_WORDS, portion * FRAME_WORDS, words);
    for (jint i = 0; i < portion; i++) {
      if (matches(memory_of(program), memory_of(memory), (uint64_t)size, words + i * FRAME_WORDS)) {
        numbers[matching++] = first + i;
      }
    }
    (*env)->SetIntArrayRegion(env, selected, found, matching, numbers);
    found += matching;
  }
  return found;
}

static struct framering_transmitter *transmitter_of(jlong handle) {
  return memory_of(handle);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_transmitOpen0(JNIEnv *env, jclass type,
                                                                  jlong options,
                                                                  jlongArray opened) {
  (void)type;
  struct framering_transmitter *transmitter;
  enum framering_call failed;
  int error = framering_transmit_open(&transmitter, memory_of(options), &failed);
  jlong value = error < 0 ? (jlong)failed : (jlong)(intptr_t)transmitter;
  (*env)->SetLongArrayRegion(env, opened, 0, 1, &value);
  return error;
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_transmit0(JNIEnv *env, jclass type,
                                                              jlong transmitter, jlong frames,
                                                              jint count) {
  (void)env, (void)type;
  return framering_transmit(transmitter_of(transmitter), memory_of(frames), (uint32_t)count);
}

JNIEXPORT jint JNICALL Java_io_framering_jni_Native_transmitFailedCall0(JNIEnv *env, jclass type,
                                                                        jlong transmitter) {
  (void)env, (void)type;
  return (jint)framering_transmit_failed_call(transmitter_of(transmitter));
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_transmitStatistics0(JNIEnv *env, jclass type,
                                                                        jlong transmitter,
                                                                        jlongArray to) {
  (void)type;
  struct framering_transmit_statistics statistics;
  framering_transmit_statistics(transmitter_of(transmitter), &statistics);
  jlong values[NATIVE(TRANSMIT_STATISTICS_LENGTH)] = {
      [NATIVE(SENT)] = (jlong)statistics.sent,
      [NATIVE(SENT_BYTES)] = (jlong)statistics.bytes,
      [NATIVE(REFUSED_LENGTH)] = (jlong)statistics.refused_length,
      [NATIVE(REFUSED_ROOM)] = (jlong)statistics.refused_room,
  };
  (*env)->SetLongArrayRegion(env, to, 0, NATIVE(TRANSMIT_STATISTICS_LENGTH), values);
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_transmitStop0(JNIEnv *env, jclass type,
                                                                  jlong transmitter) {
  (void)env, (void)type;
  framering_transmit_stop(transmitter_of(transmitter));
}

JNIEXPORT void JNICALL Java_io_framering_jni_Native_transmitClose0(JNIEnv *env, jclass type,
                                                                   jlong transmitter) {
  (void)env, (void)type;
  framering_transmit_close(transmitter_of(transmitter));
}
