/** What a syscall leaves in `a0` (RFC 0009, 0034, 0050). */
export const success = 0;
export const indexOutOfBound = 1;
export const itemMissing = 2;
export const sliceOutOfBound = 3;
export const wrongFormat = 4;
export const waitFailure = 5;
export const invalidFd = 6;
export const otherEndClosed = 7;
export const maxVmsSpawned = 8;
export const maxFdsCreated = 9;
