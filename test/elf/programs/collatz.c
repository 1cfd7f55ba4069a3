#include "numbers.h"

/* Steps until 1 is reached. */
int collatz(int n) {
  int steps = 0;
  while (n != 1) {
    n = n & 1 ? 3 * n + 1 : n / 2;
    steps++;
  }
  return square(steps);
}
