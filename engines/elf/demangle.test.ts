import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demangle } from './demangle.ts';

const table = (cases: Readonly<Record<string, string | undefined>>) => {
  for (const [symbol, path] of Object.entries(cases)) assert.equal(demangle(symbol), path, symbol);
};

test('legacy symbols of Rust lose their hash and their escapes', () => {
  table({
    _ZN6shapes4fold17h5b20ce31d98daf84E: 'shapes::fold',
    _ZN4core3ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$7is_null17h0322cfe97ba64a83E: 'core::ptr::<impl *mut T>::is_null',
    _ZN6shapes6_start28_$u7b$$u7b$closure$u7d$$u7d$17h2bd6bb2f2b0803c5E: 'shapes::_start::{{closure}}',
    '_ZN64_$LT$shapes..Square$u20$as$u20$shapes..shapes..Shape$C$u20$$RF$u8$GT$4area17h7716082b7d5804cfE': undefined,
    '_ZN48_$LT$shapes..Square$u20$as$u20$shapes..Shape$GT$4area17h7716082b7d5804cfE':
      '<shapes::Square as shapes::Shape>::area',
    '_ZN4core3ops4drop17habae6df35bf50d00E.llvm.12337494802835528472': 'core::ops::drop',
  });
});

test('v0 symbols of Rust', () => {
  table({
    _RNvC6_123foo3bar: '123foo::bar',
    _RNvCshMl02qSqLVO_6shapes7NUMBERS: 'shapes::NUMBERS',
    _RINvCshMl02qSqLVO_6shapes4foldNCNvB2_6__start0EB2_: 'shapes::fold::<shapes::_start::{closure#0}>',
    _RNvXNtCshMl02qSqLVO_6shapes6shapesNtB2_6SquareNtB2_5Shape4area:
      '<shapes::shapes::Square as shapes::shapes::Shape>::area',
    _RNvMs_NtCs4fqI2P2rA04_4core3numm4sqrt: '<u32>::sqrt',
    _RNvMNtCs4_4core5sliceSp3len: '<[_]>::len',
    _RINvC1a1fRShQeOiPxATbcEj3_E: 'a::f::<&[u8], &mut str, *mut isize, *const i64, [(bool, char); 3]>',
    _RINvC1a1fTmEDNtC1a1TEL_FUKChEuFEyE: 'a::f::<(u32,), dyn a::T, unsafe extern "C" fn(u8), fn() -> u64>',
    _RINvC1a1fKj1f_Kin2_Kb1_Kc41_KpE: "a::f::<31, -2, true, 'A', _>",
    _RINvC1a1fDIINtC1a1Ip1x: undefined,
    '_RNvC1a1b.llvm.42': 'a::b',
  });
});

test('other symbols are left alone', () => {
  table({
    main: undefined,
    _ZN3foo3barEv: undefined,
    _ZSt4sortIPiEvT_S1_: undefined,
    'walk.constprop.0': undefined,
    _R: undefined,
    _RNvC: undefined,
    _ZN17h0322cfe97ba64a83E: undefined,
  });
});

test('a symbol that refers to itself, or grows without end, is given up', () => {
  assert.equal(demangle('_RB_'), undefined);
  assert.equal(demangle('_RIC1aB_E'), undefined);
  assert.equal(demangle(`_RIC1a${'TB5_'.repeat(500)}`), undefined);
  const doubling = `_RINvC1a1f${Array.from({ length: 60 }, (_, level) => (level === 0 ? 'Thh' : 'TB9_B9_')).join('')}E`;
  assert.equal(demangle(doubling), undefined);
});
