/* Inlined into whoever includes it. */
static inline int square(int x) { return x * x; }

static inline __attribute__((always_inline)) int sum_of_squares(int a, int b) {
  int left = square(a);
  int right = square(b);
  return left + right;
}
