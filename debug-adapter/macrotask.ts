// Node has it, and browsers have not.
declare const setImmediate: ((callback: () => void) => unknown) | undefined;

/**
 * Lets everything run that waits: messages from the client above all. A timer would wait longer, a resolved promise
 * would let nothing run.
 */
export const macrotask: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => {
            port1.close();
            resolve();
          });
          port1.start();
          port2.postMessage(undefined);
        });
