/*
 * Verifies an ECDSA signature on secp256k1 (SEC 1, section 4.1.4; the curve is that of SEC 2, section 2.4.1).
 * Arguments, each 64 hexadecimal digits: hash, r, s, and x and y of the public key. Exit code 0: the signature is valid.
 * Numbers are 4 words of 64 bits, the lowest first.
 */
#include "ckb.h"

typedef unsigned __int128 u128;
typedef struct { u64 w[4]; } num;
/* Jacobian coordinates: x / z^2, y / z^3; z is 0 for the point at infinity. */
typedef struct { num x, y, z; } point;
/* 2^256 - value, which is small enough that two folds bring a product below 2^256 + value. */
typedef struct { num value; u64 fold[3]; } modulus;

static const modulus P = {{{0xfffffffefffffc2f, -1ul, -1ul, -1ul}}, {0x1000003d1, 0, 0}};
static const modulus N = {{{0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, -1ul}},
                          {0x402da1732fc9bebf, 0x4551231950b75fc4, 1}};
static const num zero;
static const num one = {{1, 0, 0, 0}};
static const point G = {
    {{0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac}},
    {{0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465}},
    {{1, 0, 0, 0}}};

static int is_zero(const num *a) { return !(a->w[0] | a->w[1] | a->w[2] | a->w[3]); }

static int compare(const num *a, const num *b) {
  for (int i = 3; i >= 0; i--)
    if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
  return 0;
}

static u64 add_raw(num *r, const num *a, const num *b) {
  u64 carry = 0;
  for (int i = 0; i < 4; i++) {
    u64 sum = a->w[i] + b->w[i];
    u64 first = sum < a->w[i];
    r->w[i] = sum + carry;
    carry = first | (r->w[i] < sum);
  }
  return carry;
}

static u64 sub_raw(num *r, const num *a, const num *b) {
  u64 borrow = 0;
  for (int i = 0; i < 4; i++) {
    u64 difference = a->w[i] - b->w[i];
    u64 first = a->w[i] < b->w[i];
    u64 second = difference < borrow;
    r->w[i] = difference - borrow;
    borrow = first | second;
  }
  return borrow;
}

static num add(const num *a, const num *b, const modulus *m) {
  num r;
  if (add_raw(&r, a, b) || compare(&r, &m->value) >= 0) sub_raw(&r, &r, &m->value);
  return r;
}

static num sub(const num *a, const num *b, const modulus *m) {
  num r;
  if (sub_raw(&r, a, b)) add_raw(&r, &r, &m->value);
  return r;
}

/* Adds a x b, of `na` and `nb` words, to r, which has room for the sum. */
static void multiply_add(u64 *r, const u64 *a, int na, const u64 *b, int nb) {
  for (int i = 0; i < na; i++) {
    u64 carry = 0;
    int j = 0;
    for (; j < nb; j++) {
      u128 sum = (u128)a[i] * b[j] + r[i + j] + carry;
      r[i + j] = (u64)sum;
      carry = (u64)(sum >> 64);
    }
    for (; carry; j++) {
      r[i + j] += carry;
      carry = r[i + j] < carry;
    }
  }
}

static num mul(const num *a, const num *b, const modulus *m) {
  u64 wide[9] = {0};
  multiply_add(wide, a->w, 4, b->w, 4);
  /* 2^256 is `fold` modulo m: what stands above comes down, until nothing does. */
  while (wide[4] | wide[5] | wide[6] | wide[7]) {
    u64 high[4];
    for (int i = 0; i < 4; i++) {
      high[i] = wide[4 + i];
      wide[4 + i] = 0;
    }
    multiply_add(wide, high, 4, m->fold, 3);
  }
  num r = {{wide[0], wide[1], wide[2], wide[3]}};
  if (compare(&r, &m->value) >= 0) sub_raw(&r, &r, &m->value);
  return r;
}

/* a to the power of m - 2: Fermat. */
static num invert(const num *a, const modulus *m) {
  num exponent, r = one;
  num two = {{2, 0, 0, 0}};
  sub_raw(&exponent, &m->value, &two);
  for (int bit = 255; bit >= 0; bit--) {
    r = mul(&r, &r, m);
    if (exponent.w[bit / 64] >> (bit % 64) & 1) r = mul(&r, a, m);
  }
  return r;
}

static point twice(const point *p) {
  num a = mul(&p->x, &p->x, &P);
  num b = mul(&p->y, &p->y, &P);
  num c = mul(&b, &b, &P);
  num d = add(&p->x, &b, &P);
  d = mul(&d, &d, &P);
  d = sub(&d, &a, &P);
  d = sub(&d, &c, &P);
  d = add(&d, &d, &P);
  num e = add(&a, &a, &P);
  e = add(&e, &a, &P);
  point r;
  r.x = mul(&e, &e, &P);
  r.x = sub(&r.x, &d, &P);
  r.x = sub(&r.x, &d, &P);
  r.z = mul(&p->y, &p->z, &P);
  r.z = add(&r.z, &r.z, &P);
  for (int i = 0; i < 3; i++) c = add(&c, &c, &P);
  r.y = sub(&d, &r.x, &P);
  r.y = mul(&r.y, &e, &P);
  r.y = sub(&r.y, &c, &P);
  return r;
}

static point sum(const point *p, const point *q) {
  if (is_zero(&p->z)) return *q;
  if (is_zero(&q->z)) return *p;
  num pz2 = mul(&p->z, &p->z, &P), qz2 = mul(&q->z, &q->z, &P);
  num u1 = mul(&p->x, &qz2, &P), u2 = mul(&q->x, &pz2, &P);
  num s1 = mul(&p->y, &qz2, &P), s2 = mul(&q->y, &pz2, &P);
  s1 = mul(&s1, &q->z, &P);
  s2 = mul(&s2, &p->z, &P);
  num h = sub(&u2, &u1, &P), k = sub(&s2, &s1, &P);
  point r;
  if (is_zero(&h)) {
    if (is_zero(&k)) return twice(p);
    r.x = r.y = r.z = zero;
    return r;
  }
  num h2 = mul(&h, &h, &P), h3 = mul(&h2, &h, &P), v = mul(&u1, &h2, &P);
  r.x = mul(&k, &k, &P);
  r.x = sub(&r.x, &h3, &P);
  r.x = sub(&r.x, &v, &P);
  r.x = sub(&r.x, &v, &P);
  r.y = sub(&v, &r.x, &P);
  r.y = mul(&r.y, &k, &P);
  num t = mul(&s1, &h3, &P);
  r.y = sub(&r.y, &t, &P);
  r.z = mul(&p->z, &q->z, &P);
  r.z = mul(&r.z, &h, &P);
  return r;
}

/* a G + b q, both bit by bit at once. */
static point combine(const num *a, const num *b, const point *q) {
  point table[4] = {{zero, zero, zero}, G, *q, sum(&G, q)};
  point r = table[0];
  for (int bit = 255; bit >= 0; bit--) {
    r = twice(&r);
    int i = (a->w[bit / 64] >> (bit % 64) & 1) | (b->w[bit / 64] >> (bit % 64) & 1) << 1;
    if (i) r = sum(&r, &table[i]);
  }
  return r;
}

static int on_curve(const point *p) {
  num seven = {{7, 0, 0, 0}};
  num left = mul(&p->y, &p->y, &P), right = mul(&p->x, &p->x, &P);
  right = mul(&right, &p->x, &P);
  right = add(&right, &seven, &P);
  return compare(&left, &right) == 0;
}

static int verify(const num *hash, const num *r, const num *s, const point *key) {
  if (is_zero(r) || is_zero(s) || compare(r, &N.value) >= 0 || compare(s, &N.value) >= 0) return 0;
  if (compare(&key->x, &P.value) >= 0 || compare(&key->y, &P.value) >= 0 || !on_curve(key)) return 0;
  num e = *hash;
  if (compare(&e, &N.value) >= 0) sub_raw(&e, &e, &N.value);
  num inverse = invert(s, &N);
  num a = mul(&e, &inverse, &N), b = mul(r, &inverse, &N);
  point found = combine(&a, &b, key);
  if (is_zero(&found.z)) return 0;
  num z = invert(&found.z, &P);
  z = mul(&z, &z, &P);
  num x = mul(&found.x, &z, &P);
  if (compare(&x, &N.value) >= 0) sub_raw(&x, &x, &N.value);
  return compare(&x, r) == 0;
}

static int read(num *r, const char *text) {
  *r = zero;
  for (int i = 0; i < 64; i++) {
    char c = text[i];
    u64 digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
    if (digit > 15) return 0;
    r->w[3 - i / 16] |= digit << (60 - i % 16 * 4);
  }
  return text[64] == 0;
}

int main(int argc, char **argv) {
  num hash, r, s;
  point key = {zero, zero, one};
  if (argc != 5) return 2;
  if (!read(&hash, argv[0]) || !read(&r, argv[1]) || !read(&s, argv[2])) return 3;
  if (!read(&key.x, argv[3]) || !read(&key.y, argv[4])) return 3;
  return verify(&hash, &r, &s, &key) ? 0 : 1;
}
