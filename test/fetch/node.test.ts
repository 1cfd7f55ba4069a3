import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { LoadError } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import { encodeTransaction, transactionHash } from '../../engines/evm/transactions/encoding.ts';
import { addressOfPrivateKey, signTransaction } from '../../engines/evm/transactions/signing.ts';
import { plainTransaction } from '../../engines/evm/transactions/transaction.ts';
import type { NodeAnswer } from '../../engines/fetching.ts';
import { type Connection, nodeAt } from '../../network/node.ts';
import { toHex } from '../evm/run.ts';

const { fetching } = evm;
assert.ok(fetching);

/** Serves on this computer while `use` runs. */
const serving = async (listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-key`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

/** The sentence that asking ends in. */
const refusal = async (url: string, connection?: Connection): Promise<string> => {
  try {
    await nodeAt(url, connection).ask('eth_chainId', []);
  } catch (error) {
    assert.ok(error instanceof LoadError, String(error));
    return error.message;
  }
  return assert.fail('There was an answer.');
};

const saying =
  (text: string, status = 200, headers = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(text);

const bounds = { bytes: 1000, time: 30_000 };

test('asks as JSON-RPC has it, and tells what a node says is wrong', async () => {
  const asked: unknown[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push([request.method, request.headers['content-type'], JSON.parse(body)]);
    response.writeHead(400).end('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}');
  };
  await serving(listener, async (url) => {
    const answer = await nodeAt(url).ask('eth_chainId', ['0x1']);
    assert.deepEqual(answer, { error: { code: -32601, message: 'no such method' } });
    const question = { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: ['0x1'] };
    assert.deepEqual(asked, [['POST', 'application/json', question]]);
  });
});

test('whatever goes wrong ends in one sentence that names the host, and no more of its address', async () => {
  const cases: readonly (readonly [RequestListener, RegExp, Connection?])[] = [
    [saying('no', 403), /^127\.0\.0\.1:\d+ answered with the HTTP status 403 Forbidden;/],
    [saying('<html>'), /is no JSON-RPC, so it is no node: <html>$/],
    [saying(''), /is no JSON-RPC, so it is no node: nothing$/],
    [saying('{"jsonrpc":"2.0"'), /is no JSON-RPC/],
    [saying('[1]'), /is no JSON-RPC/],
    [saying(' '.repeat(2000)), /is larger than /, { bounds }],
    [saying('', 302, { location: 'http://127.0.0.1:1/' }), /^No answer from 127\.0\.0\.1:\d+ \(.*redirect/],
    [() => {}, /did not answer eth_chainId within 0\.05 seconds/, { bounds: { ...bounds, time: 50 } }],
    [(request) => request.socket.destroy(), /^No answer from 127\.0\.0\.1:\d+ \(/],
  ];
  for (const [listener, expected, connection] of cases) {
    await serving(listener, async (url) => {
      const sentence = await refusal(url, connection);
      assert.match(sentence, expected);
      assert.doesNotMatch(sentence, /secret/);
    });
  }
  let closed = '';
  await serving(saying(''), async (url) => {
    closed = url;
  });
  assert.match(await refusal(closed), /^There is no node at 127\.0\.0\.1:\d+;/);
  assert.match(await refusal('ftp://x'), /is a URL such as http.*found "ftp:\/\/x"/);
  assert.match(await refusal('127.0.0.1:8545'), /is a URL such as/);
  assert.match(await refusal('http://me:secret@127.0.0.1'), /holds a name and a password/);
});

test('somebody who gives up waits no longer', async () => {
  const given = new AbortController();
  await serving(
    () => given.abort(),
    async (url) => assert.match(await refusal(url, { signal: given.signal }), /^Given up/),
  );
});

const key = new Uint8Array(32).fill(3);
const fields = { ...plainTransaction, type: 3 as const, chainId: 1n, to: `0x${'70'.repeat(20)}`, maxFeePerGas: 100n };
const blobHash = 1n << 248n;
const signed = signTransaction({ ...fields, maxFeePerBlobGas: 7n, blobHashes: [blobHash] }, key);
const hash = `0x${toHex(transactionHash(signed))}`;
const q = (value: bigint | number) => `0x${value.toString(16)}`;

/** What a node on the main chain might say of a transaction with a blob. */
const answers: Readonly<Record<string, unknown>> = {
  eth_chainId: '0x1',
  eth_getTransactionByHash: {
    ...{ type: '0x3', chainId: '0x1', nonce: '0x0', gas: q(21000), value: '0x0', input: '0x', to: fields.to },
    ...{ maxFeePerGas: q(100), maxPriorityFeePerGas: '0x0', maxFeePerBlobGas: '0x7', accessList: [] },
    ...{ blobVersionedHashes: [q(blobHash)], yParity: q(signed.signature.yParity) },
    ...{ r: q(signed.signature.r), s: q(signed.signature.s), blockHash: '0xb1' },
  },
  eth_getTransactionReceipt: { status: '0x1', gasUsed: q(21000) },
  eth_getBlockByHash: {
    ...{ number: q(23_000_000), timestamp: q(1_770_000_000), miner: fields.to, gasLimit: q(30_000_000), hash: '0xb1' },
    ...{ baseFeePerGas: q(50), excessBlobGas: '0x0', mixHash: q(1), parentHash: q(9), requestsHash: '0x0' },
  },
  debug_traceTransaction: { [addressOfPrivateKey(key)]: { balance: q(10n ** 18n), codeHash: '0x00' } },
};

/** Fetches from a node that gives these answers. */
const fetchedFrom = (changed: Readonly<Record<string, unknown>>, name = hash) => {
  const ask = async (method: string): Promise<NodeAnswer> => {
    const result = { ...answers, ...changed }[method];
    if (result instanceof Error) return { error: { code: -32601, message: result.message } };
    return { result };
  };
  return fetching.obtain(name, { host: 'node', ask, pause: async () => {} });
};

test('a transaction with blobs is fetched, by the fork that the main chain had then', async () => {
  const { scenario, isSame, told } = await fetchedFrom({});
  assert.ok(isSame, told);
  assert.equal(scenario.version, 'bpo2');
  assert.equal(scenario.transaction, `0x${toHex(encodeTransaction(signed))}`);
  const earlier = { eth_getBlockByHash: { ...(answers.eth_getBlockByHash as object), timestamp: q(1_750_000_000) } };
  assert.equal((await fetchedFrom(earlier)).scenario.version, 'prague');
});

test('a replay that ends otherwise is told', async () => {
  const { isSame, told } = await fetchedFrom({ eth_getTransactionReceipt: { status: '0x0', gasUsed: '0x5209' } });
  assert.ok(!isSame);
  assert.match(told, /21,000 gas used.*On the chain it was otherwise: 21,001 gas used, failure\.$/);
});

test('answers that cannot be used are refused, and say which', async () => {
  const found = answers.eth_getTransactionByHash as object;
  const block = answers.eth_getBlockByHash as object;
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{ eth_getTransactionByHash: null }, /^The node at node knows no transaction 0x/],
    [{ eth_getTransactionByHash: { ...found, blockHash: null } }, /is in no block yet/],
    [
      { eth_getTransactionByHash: { ...found, nonce: 'x' } },
      /eth_getTransactionByHash cannot be used: "nonce" should be/,
    ],
    [{ eth_getTransactionByHash: { ...found, nonce: '0x9' } }, /make another hash/],
    [{ eth_getTransactionByHash: { ...found, type: '0x7e' } }, /eth_getTransactionByHash cannot be used: .*type 126/],
    [{ eth_getTransactionReceipt: null }, /but not its receipt/],
    [{ eth_getBlockByHash: null }, /but not its block/],
    [{ eth_getBlockByHash: { ...block, parentHash: undefined } }, /eth_getBlockByHash cannot be used: "parentHash"/],
    [{ eth_chainId: 'main' }, /eth_chainId cannot be used/],
    [{ eth_chainId: '0x5' }, /is for the chain 1, this is 5/],
    [
      { debug_traceTransaction: new Error('the method does not exist') },
      /the method does not exist\. Ask one that offers/,
    ],
    [{ debug_traceTransaction: { structLogs: [] } }, /is no state of accounts/],
    [{ debug_traceTransaction: {} }, /has 0 wei/],
    [{ eth_getBlockByHash: new Error('busy') }, /answered eth_getBlockByHash with an error: busy\.$/],
  ];
  for (const [changed, expected] of cases) {
    await assert.rejects(fetchedFrom(changed), (error) => {
      assert.ok(error instanceof LoadError, String(error));
      assert.match(error.message, expected);
      return true;
    });
  }
  await assert.rejects(
    fetchedFrom({}, '0x12'),
    /The hash of a transaction is 0x and 64 hexadecimal digits; found "0x12"/,
  );
});
