#include "numbers.h"

int collatz(int n);
int by_hand(int n);
int table[4] = {1, 2, 3, 5};

__attribute__((noinline)) static int walk(const int *numbers, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    if (numbers[i] % 2)
      total += sum_of_squares(numbers[i], i);
    else
      total += collatz(numbers[i]);
  }
  return total;
}

__attribute__((noinline)) int factorial(int n) {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/* Nobody calls it: a linker that collects garbage drops it, and its lines stay. */
int unused(int n) { return square(n) + 1; }

int main(int argc) {
  volatile int result = walk(table, 4);
  result += factorial(argc) + by_hand(argc);
  return result;
}
