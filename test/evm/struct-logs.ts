/** What geth answers to debug_traceTransaction, made from our lines. */
export const structLogs = (lines: readonly string[]): string => {
  const steps = lines.slice(0, -1).map((line) => {
    const { op: _, opName, gas, gasCost, stack, memSize: __, ...rest } = JSON.parse(line);
    return {
      ...rest,
      op: opName,
      gas: Number(gas),
      gasCost: Number(gasCost),
      stack,
      storage: { [`${'0'.repeat(63)}1`]: '07' },
    };
  });
  return JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    result: { gas: 46_000, failed: false, returnValue: '', structLogs: steps },
  });
};
