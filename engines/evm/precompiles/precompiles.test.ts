import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, toHex } from '../../../test/evm/run.ts';
import { type ForkId, forks } from '../forks.ts';
import { Halt } from '../halt.ts';
import { addressOf } from '../words.ts';
import { blake2f, mixByHalves } from './blake2f.ts';
import { precompileAddresses, precompileAt } from './table.ts';

const at = (number: number, fork: ForkId = 'osaka') => {
  const precompile = precompileAt(addressOf(BigInt(number)), fork);
  assert.ok(precompile);
  return precompile;
};
const run = (number: number, input: string, fork?: ForkId) => toHex(at(number, fork).run(hex(input)));
const gas = (number: number, input: string | number, fork?: ForkId) =>
  at(number, fork).gas(typeof input === 'number' ? new Uint8Array(input) : hex(input));
const refuses = (number: number, input: string, text: RegExp, fork?: ForkId) =>
  assert.throws(
    () => {
      at(number, fork).gas(hex(input));
      at(number, fork).run(hex(input));
    },
    (thrown) => thrown instanceof Halt && thrown.kind === 'rejected-input' && text.test(thrown.text),
  );
const word = (value: bigint, size = 32) => value.toString(16).padStart(2 * size, '0');
const zeros = (size: number) => '00'.repeat(size);
const yes = word(1n);

test('each fork has those that are there already', () => {
  const counts = new Map(forks.map(({ id }) => [id, [...precompileAddresses(id)].length]));
  const firsts = ['frontier', 'byzantium', 'istanbul', 'cancun', 'prague', 'osaka'] as const;
  assert.deepEqual(
    firsts.map((id) => counts.get(id)),
    [4, 8, 9, 10, 17, 18],
  );
  assert.equal(precompileAt(addressOf(0n), 'osaka'), undefined);
  assert.equal(precompileAt(addressOf(0x100n), 'prague'), undefined);
});

describe('ecrecover', () => {
  const hash = '456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3';
  const r = '9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608';
  const s = '4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada';
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const signer = '0000000000000000000000007156526fbd7a3c72969b54f64e42c10fbb768c8a';

  test('says who signed', () => assert.equal(run(1, hash + word(28n) + r + s), signer));
  test('passes over what follows, and takes what lacks as zero', () => {
    assert.equal(run(1, `${hash + word(28n) + r + s}ff`), signer);
    assert.equal(run(1, hash + word(28n) + r), '');
  });
  test('an s in the upper half is as good here', () => {
    assert.equal(run(1, hash + word(27n) + r + word(order - BigInt(`0x${s}`))), signer);
  });
  test('what is no signature gives nothing', () => {
    for (const v of [0n, 26n, 29n, 28n + 2n ** 255n]) assert.equal(run(1, hash + word(v) + r + s), '', String(v));
    for (const bad of [0n, order, 2n ** 256n - 1n]) {
      assert.equal(run(1, hash + word(28n) + word(bad) + s), '');
      assert.equal(run(1, hash + word(28n) + r + word(bad)), '');
    }
    assert.equal(run(1, ''), '');
  });
});

describe('modexp', () => {
  const prime = 2n ** 256n - 2n ** 32n - 977n;
  const input = (base: string, exponent: string, modulus: string) =>
    [base, exponent, modulus].map((each) => word(BigInt(each.length / 2))).join('') + base + exponent + modulus;
  /** The examples of EIP-198. */
  const fermat = input('03', word(prime - 1n), word(prime));
  const ofNothing = input('', word(prime - 1n), word(prime));

  test('calculates', () => {
    assert.equal(run(5, fermat), yes);
    assert.equal(run(5, ofNothing), zeros(32));
    assert.equal(run(5, input('05', '03', '07')), '06');
    assert.equal(run(5, input('00', '00', '07')), '01');
    assert.equal(run(5, input('00', '00', '01')), '00');
    assert.equal(run(5, input('03', '05', '0000')), '0000');
    assert.equal(run(5, input('03', '05', '')), '');
    assert.equal(run(5, ''), '');
    assert.equal(run(5, input('03', '05', '0064').slice(0, -2)), '0000');
  });

  test('for what each fork asks (EIP-198, EIP-2565, EIP-7883)', () => {
    const prices = (text: string) => (['byzantium', 'berlin', 'osaka'] as const).map((fork) => gas(5, text, fork));
    assert.deepEqual(prices(fermat), [13056n, 1360n, 4080n]);
    assert.deepEqual(prices(ofNothing), [13056n, 1360n, 4080n]);
    assert.deepEqual(prices(''), [0n, 200n, 500n]);
  });

  test('numbers of more than 1024 bytes are refused since Osaka (EIP-7823)', () => {
    const long = (base: bigint, exponent: bigint, modulus: bigint) =>
      [base, exponent, modulus].map((each) => word(each)).join('');
    for (const lengths of [
      long(1025n, 0n, 0n),
      long(0n, 1025n, 0n),
      long(0n, 0n, 1025n),
      long(2n ** 256n - 1n, 0n, 0n),
    ]) {
      refuses(5, lengths, /1,024 bytes/);
    }
    assert.equal(run(5, long(1024n, 1024n, 1024n)), zeros(1024));
    assert.equal(run(5, long(1025n, 0n, 0n), 'prague'), '');
  });

  test('a length beyond all memory costs more than there is', () => {
    assert.ok(gas(5, [2n ** 256n - 1n, 1n, 1n].map((each) => word(each)).join(''), 'byzantium') > 2n ** 64n);
  });
});

describe('bn254', () => {
  const p = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n;
  const order = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;
  const one = word(1n) + word(2n);
  const two =
    '030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd315ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4';
  const minusOne = word(1n) + word(p - 2n);
  const infinity = zeros(64);
  /** The generator of EIP-197, imaginary parts first. */
  const g2 =
    '198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed' +
    '090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa';
  /** On the curve, and not in the subgroup: its x is 1. */
  const outside =
    word(0n) +
    word(1n) +
    word(15975588672102553735566230729081043132501226101599136527557730645158523614371n) +
    word(3610091866386166428467545612961983990332663701371483510632385378352395651980n);

  test('addition', () => {
    assert.equal(run(6, one + one), two);
    assert.equal(run(6, one + infinity), one);
    assert.equal(run(6, one), one);
    assert.equal(run(6, one + minusOne), infinity);
    assert.equal(run(6, ''), infinity);
    assert.equal(run(6, `${one + one}ffff`), two);
  });
  test('multiplication', () => {
    assert.equal(run(7, one + word(2n)), two);
    assert.equal(run(7, one + word(0n)), infinity);
    assert.equal(run(7, one + word(order)), infinity);
    assert.equal(run(7, one + word(2n * order + 2n)), two);
    assert.equal(run(7, one + word(2n ** 256n - 1n)), run(7, one + word((2n ** 256n - 1n) % order)));
    assert.equal(run(7, infinity + word(5n)), infinity);
  });
  test('pairing', () => {
    assert.equal(run(8, ''), yes);
    assert.equal(run(8, one + g2), word(0n));
    assert.equal(run(8, one + g2 + minusOne + g2), yes);
    assert.equal(run(8, two + g2 + minusOne + g2 + minusOne + g2), yes);
    assert.equal(run(8, infinity + g2 + one + zeros(128)), yes);
  });
  test('refuses what is no point', () => {
    for (const number of [6, 7]) {
      refuses(number, word(1n) + word(1n), /not on the curve/);
      refuses(number, word(p) + word(0n), /order of the field/);
      refuses(number, word(1n) + word(p + 2n), /order of the field/);
    }
    refuses(8, (one + g2).slice(2), /groups of 192 bytes, 191/);
    refuses(8, word(1n) + word(1n) + g2, /not on the curve/);
    refuses(8, one + word(1n) + word(1n) + word(1n) + word(1n), /not on the curve/);
    refuses(8, one + word(p) + g2.slice(64), /order of the field/);
    refuses(8, one + outside, /subgroup/);
    refuses(8, infinity + outside, /subgroup/);
  });
  test('for what each fork asks (EIP-1108)', () => {
    const prices = (fork: ForkId) => [gas(6, 128, fork), gas(7, 96, fork), gas(8, 0, fork), gas(8, 384, fork)];
    assert.deepEqual(prices('byzantium'), [500n, 40_000n, 100_000n, 260_000n]);
    assert.deepEqual(prices('istanbul'), [150n, 6000n, 45_000n, 113_000n]);
  });
});

describe('blake2f', () => {
  test('is the same without WebAssembly, for any number of rounds', () => {
    for (const rounds of [0, 1, 9, 10, 11, 25, 1000]) {
      for (const flag of [0, 1]) {
        const bytes = Uint8Array.from({ length: 213 }, (_, i) => 37 * i + rounds);
        new DataView(bytes.buffer).setUint32(0, rounds);
        bytes[212] = flag;
        assert.deepEqual(mixByHalves(bytes, rounds), blake2f(bytes), `${rounds} rounds, flag ${flag}`);
      }
    }
  });

  /** The examples of EIP-152. */
  const input = (rounds: string, flag: string) =>
    `${rounds}48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b616263${zeros(125)}0300000000000000${zeros(8)}${flag}`;
  const examples: readonly (readonly [rounds: string, flag: string, output: string])[] = [
    [
      '00000000',
      '01',
      '08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b',
    ],
    [
      '0000000c',
      '01',
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
    [
      '0000000c',
      '00',
      '75ab69d3190a562c51aef8d88f1c2775876944407270c42c9844252c26d2875298743e7f6d5ea2f2d3e8d226039cd31b4e426ac4f2d3d666a610c2116fde4735',
    ],
    [
      '00000001',
      '01',
      'b63a380cb2897d521994a85234ee2c181b5f844d2c624c002677e9703449d2fba551b3a8333bcdf5f2f7e08993d53923de3d64fcc68c034e717b9293fed7a421',
    ],
  ];
  for (const [rounds, flag, output] of examples) {
    test(`${Number(`0x${rounds}`)} rounds, flag ${flag}`, () => {
      assert.equal(run(9, input(rounds, flag)), output);
      assert.equal(gas(9, input(rounds, flag)), BigInt(`0x${rounds}`));
    });
  }
  test('refuses another length, and another flag', () => {
    refuses(9, '', /exactly 213 bytes/);
    refuses(9, input('0000000c', '01').slice(2), /212/);
    refuses(9, `${input('0000000c', '01')}00`, /214/);
    refuses(9, input('0000000c', '02'), /0 or 1/);
  });
});

describe('KZG point evaluation', () => {
  const infinity = `c0${zeros(47)}`;
  const hash = `01${toHex(sha256(hex(infinity))).slice(2)}`;
  const order = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
  const input = (z: bigint, y: bigint) => hash + word(z) + word(y) + infinity + infinity;

  test('the polynomial 0 is 0 everywhere', () => {
    assert.equal(hash, '010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014');
    for (const z of [0n, 1n, order - 1n]) assert.equal(run(10, input(z, 0n)), word(4096n) + word(order));
    assert.equal(gas(10, input(0n, 0n)), 50_000n);
  });
  test('refuses all else', () => {
    refuses(10, input(0n, 1n), /proof does not hold/);
    refuses(10, input(order, 0n), /below the order/);
    refuses(10, input(0n, order), /below the order/);
    refuses(10, input(0n, 0n).replace(/^01/, '02'), /versioned hash/);
    refuses(10, input(0n, 0n).slice(2), /192 bytes of input, 191/);
    refuses(10, '', /192 bytes/);
    const bad = 'ff'.repeat(48);
    const hashOfBad = `01${toHex(sha256(hex(bad))).slice(2)}`;
    refuses(10, hashOfBad + word(0n) + word(0n) + bad + infinity, /compressed point/);
    refuses(10, hash + word(0n) + word(0n) + infinity + bad, /compressed point/);
  });
});

describe('BLS12-381', () => {
  const p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
  const order = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
  const field = (value: bigint) => word(value, 64);
  const [x, y] = [
    0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn,
    0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n,
  ];
  const one = field(x) + field(y);
  const minusOne = field(x) + field(p - y);
  const infinity1 = zeros(128);
  const infinity2 = zeros(256);
  const g2 =
    field(0x024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8n) +
    field(0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7en) +
    field(0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801n) +
    field(0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79ben);
  /** On the curves, and not in the subgroups. */
  const outside1 =
    field(4n) +
    field(
      1630892974828014537729259858097113969650871260980656934049590190201941782487224876496582135785777461178964897591404n,
    );
  const outside2 =
    field(2n) +
    field(0n) +
    field(
      3813414062821088896965879244443358096636228247329175415943186029072982909461945441384695595240360445618611812101176n,
    ) +
    field(
      3568027680765585585945490907042741669558639753778547462314760963815399658271727325750766584361357481230047117262172n,
    );

  test('addition, on the whole curve', () => {
    assert.equal(run(0x0b, one + infinity1), one);
    assert.equal(run(0x0b, one + minusOne), infinity1);
    assert.equal(run(0x0b, one + one), run(0x0c, one + word(2n)));
    assert.equal(run(0x0b, outside1 + infinity1), outside1);
    assert.equal(run(0x0d, g2 + infinity2), g2);
    assert.equal(run(0x0d, g2 + g2), run(0x0e, g2 + word(2n)));
    assert.equal(run(0x0d, outside2 + infinity2), outside2);
  });
  test('sums of products', () => {
    assert.equal(run(0x0c, one + word(order)), infinity1);
    assert.equal(run(0x0c, one + word(order + 1n)), one);
    assert.equal(run(0x0c, one + word(3n) + minusOne + word(2n)), one);
    assert.equal(run(0x0c, infinity1 + word(7n)), infinity1);
    assert.equal(run(0x0e, g2 + word(0n) + g2 + word(1n)), g2);
  });
  test('pairing', () => {
    assert.equal(run(0x0f, one + g2), word(0n));
    assert.equal(run(0x0f, one + g2 + minusOne + g2), yes);
    assert.equal(run(0x0f, infinity1 + g2), yes);
    assert.equal(run(0x0f, one + infinity2), yes);
  });
  test('points from numbers lie in the subgroup', () => {
    for (const value of [0n, 1n, p - 1n]) {
      assert.equal(run(0x0c, run(0x10, field(value)) + word(order)), infinity1);
      assert.equal(run(0x0e, run(0x11, field(value) + field(0n)) + word(order)), infinity2);
    }
  });
  test('refuses other lengths', () => {
    const sizes: readonly (readonly [number, number])[] = [
      [0x0b, 256],
      [0x0c, 160],
      [0x0d, 512],
      [0x0e, 288],
      [0x0f, 384],
      [0x10, 64],
      [0x11, 128],
    ];
    for (const [number, size] of sizes) {
      refuses(number, '', /bytes/);
      refuses(number, zeros(size - 1), /bytes/);
      refuses(number, zeros(size + 1), /bytes/);
    }
  });
  test('refuses what is no point, or not in the subgroup', () => {
    refuses(0x0b, field(p) + field(0n) + one, /order of the field/);
    refuses(0x0b, `01${one.slice(2)}${one}`, /order of the field/);
    refuses(0x0b, field(1n) + field(1n) + one, /not on the curve/);
    refuses(0x0d, field(1n).repeat(4) + g2, /not on the curve/);
    refuses(0x0c, outside1 + word(1n), /subgroup/);
    refuses(0x0c, outside1 + word(0n), /subgroup/);
    refuses(0x0e, outside2 + word(1n), /subgroup/);
    refuses(0x0f, outside1 + g2, /subgroup/);
    refuses(0x0f, infinity1 + outside2, /subgroup/);
    refuses(0x10, field(p), /order of the field/);
    refuses(0x11, field(0n) + field(p), /order of the field/);
  });
  test('for what EIP-2537 asks', () => {
    const prices = [gas(0x0b, 256), gas(0x0d, 512), gas(0x0f, 0), gas(0x0f, 768), gas(0x10, 64), gas(0x11, 128)];
    assert.deepEqual(prices, [375n, 600n, 37_700n, 102_900n, 5500n, 23_800n]);
    const sums1 = [0, 1, 2, 128, 129].map((terms) => gas(0x0c, 160 * terms));
    assert.deepEqual(sums1, [0n, 12_000n, 22_776n, 797_184n, 803_412n]);
    const sums2 = [0, 1, 2, 128, 129].map((terms) => gas(0x0e, 288 * terms));
    assert.deepEqual(sums2, [0n, 22_500n, 45_000n, 1_509_120n, 1_520_910n]);
  });
});

describe('P256VERIFY', () => {
  const hash = '4cee90eb86eaa050036147a12d49004b6b9c72bd725d39d4785011fe190f0b4d';
  const r = 'a73bd4903f0ce3b639bbbf6e8e80d16931ff4bcf5993d58468e8fb19086e8cac';
  const s = '36dbcd03009df8c59286b162af3bd7fcc0450c9aa81be5d10d312af6c66b1d60';
  const x = '4aebd3099c618202fcfe16ae7770b0c49ab5eadf74b754204a3bb6060e44eff3';
  const y = '7618b065f9832de4ca6ca971a7a1adc826d0f7c00181a5fb2ddf79ae00b4e10e';
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  test('a signature that holds', () => {
    assert.equal(run(0x100, hash + r + s + x + y), yes);
    assert.equal(run(0x100, hash + r + word(order - BigInt(`0x${s}`)) + x + y), yes);
    assert.equal(gas(0x100, ''), 6900n);
  });
  test('one that does not, and input that is none, give nothing', () => {
    const input = hash + r + s + x + y;
    const others = [
      '',
      input.slice(2),
      `${input}00`,
      hash + s + r + x + y,
      hash + word(0n) + s + x + y,
      hash + r + word(order) + x + y,
    ];
    for (const other of [...others, hash + r + s + x + x, hash + r + s + zeros(64)])
      assert.equal(run(0x100, other), '');
  });
});
