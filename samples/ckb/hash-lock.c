/*
 * A lock that opens for whoever knows the preimage of a hash: the script's arguments are a hash, the first witness is what
 * has that hash. Exit code 0 unlocks the cell. The hash is CKB's: BLAKE2b of 32 bytes with the personalization
 * "ckb-default-hash" (RFC 7693, RFC 0022).
 */
typedef unsigned char u8;
typedef unsigned long u64;

enum { load_script = 2052, load_witness = 2074, debug = 2177, exit_ = 93 };
enum { unlocked = 0, bad_arguments = 1, no_witness = 2, wrong_preimage = 3 };

static long call(long number, void *buffer, u64 *length, u64 offset, u64 index, u64 source) {
  register long a0 __asm__("a0") = (long)buffer;
  register long a1 __asm__("a1") = (long)length;
  register long a2 __asm__("a2") = offset;
  register long a3 __asm__("a3") = index;
  register long a4 __asm__("a4") = source;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a7) : "memory");
  return a0;
}

static const u64 iv[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                          0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

static const u8 sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

static inline u64 rotate(u64 word, int by) { return word >> by | word << (64 - by); }

static inline void mix(u64 *v, int a, int b, int c, int d, u64 x, u64 y) {
  v[a] += v[b] + x;
  v[d] = rotate(v[d] ^ v[a], 32);
  v[c] += v[d];
  v[b] = rotate(v[b] ^ v[c], 24);
  v[a] += v[b] + y;
  v[d] = rotate(v[d] ^ v[a], 16);
  v[c] += v[d];
  v[b] = rotate(v[b] ^ v[c], 63);
}

static void compress(u64 *h, const u64 *block, u64 total, int is_last) {
  u64 v[16];
  for (int i = 0; i < 8; i++) {
    v[i] = h[i];
    v[i + 8] = iv[i];
  }
  v[12] ^= total;
  if (is_last) v[14] = ~v[14];
  for (int round = 0; round < 12; round++) {
    const u8 *s = sigma[round % 10];
    for (int i = 0; i < 4; i++) mix(v, i, i + 4, i + 8, i + 12, block[s[2 * i]], block[s[2 * i + 1]]);
    for (int i = 0; i < 4; i++)
      mix(v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, block[s[8 + 2 * i]], block[s[9 + 2 * i]]);
  }
  for (int i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
}

/* Of at most 128 bytes, which stand in a block with zeros behind them. */
static void hash(const u64 *block, u64 length, u64 *result) {
  static const u64 personal[2] = {0x616665642d626b63, 0x687361682d746c75};
  u64 h[8];
  for (int i = 0; i < 8; i++) h[i] = iv[i];
  h[0] ^= 0x01010020;
  h[6] ^= personal[0];
  h[7] ^= personal[1];
  compress(h, block, length, 1);
  for (int i = 0; i < 4; i++) result[i] = h[i];
}

static u64 script[32];
static u64 witness[16];

/* The arguments stand at the end of the script, behind their length (RFC 0008). */
static const u8 *arguments(u64 length) { return (const u8 *)script + length - 32; }

static int unlock(void) {
  u64 length = sizeof(script);
  if (call(load_script, script, &length, 0, 0, 0) || length != 53 + 32) return bad_arguments;
  const u8 *expected = arguments(length);

  length = sizeof(witness);
  if (call(load_witness, witness, &length, 0, 0, 1) || length > sizeof(witness)) return no_witness;
  u64 found[4];
  hash(witness, length, found);

  for (int i = 0; i < 32; i++)
    if (((u8 *)found)[i] != expected[i]) return wrong_preimage;
  call(debug, "unlocked", 0, 0, 0, 0);
  return unlocked;
}

void _start(void) { call(exit_, (void *)(long)unlock(), 0, 0, 0, 0); }
