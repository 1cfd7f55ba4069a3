/** The codes of DWARF 5 (section 7) that are read here, and those of GNU and DWARF 4 for the same things. */

export const tags = {
  classType: 0x02,
  enumerationType: 0x04,
  lexicalBlock: 0x0b,
  structureType: 0x13,
  unionType: 0x17,
  inlinedSubroutine: 0x1d,
  module: 0x1e,
  subprogram: 0x2e,
  namespace: 0x39,
} as const;

export const attributes = {
  name: 0x03,
  statementList: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  compilationDirectory: 0x1b,
  abstractOrigin: 0x31,
  declarationFile: 0x3a,
  declarationLine: 0x3b,
  specification: 0x47,
  entryPc: 0x52,
  ranges: 0x55,
  callColumn: 0x57,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  stringOffsetsBase: 0x72,
  addressBase: 0x73,
  rangeListsBase: 0x74,
  splitName: 0x76,
  /** DW_AT_MIPS_linkage_name, of compilers from before DWARF 4. */
  oldLinkageName: 0x2007,
  /** DW_AT_GNU_dwo_name, of before DWARF 5. */
  oldSplitName: 0x2130,
} as const;

export const forms = {
  address: 0x01,
  block2: 0x03,
  block4: 0x04,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  string: 0x08,
  block: 0x09,
  block1: 0x0a,
  data1: 0x0b,
  flag: 0x0c,
  sdata: 0x0d,
  strp: 0x0e,
  udata: 0x0f,
  refAddress: 0x10,
  ref1: 0x11,
  ref2: 0x12,
  ref4: 0x13,
  ref8: 0x14,
  refUdata: 0x15,
  indirect: 0x16,
  sectionOffset: 0x17,
  expression: 0x18,
  flagPresent: 0x19,
  strx: 0x1a,
  addrx: 0x1b,
  refSupplementary4: 0x1c,
  strpSupplementary: 0x1d,
  data16: 0x1e,
  lineStrp: 0x1f,
  refSignature8: 0x20,
  implicitConstant: 0x21,
  loclistx: 0x22,
  rnglistx: 0x23,
  refSupplementary8: 0x24,
  strx1: 0x25,
  strx2: 0x26,
  strx3: 0x27,
  strx4: 0x28,
  addrx1: 0x29,
  addrx2: 0x2a,
  addrx3: 0x2b,
  addrx4: 0x2c,
  gnuRefAlternative: 0x1f20,
  gnuStrpAlternative: 0x1f21,
} as const;

/** DW_UT_* */
export const unitTypes = { compile: 1, type: 2, skeleton: 4, splitCompile: 5, splitType: 6 } as const;

/** DW_RLE_* */
export const rangeEntries = {
  end: 0,
  baseAddressx: 1,
  startxEndx: 2,
  startxLength: 3,
  offsetPair: 4,
  baseAddress: 5,
  startEnd: 6,
  startLength: 7,
} as const;

/** DW_LNCT_* */
export const lineContents = { path: 1, directory: 2 } as const;

/** DW_LNS_* */
export const lineOpcodes = {
  extended: 0,
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStatement: 6,
  constAddPc: 8,
  fixedAdvancePc: 9,
  setPrologueEnd: 10,
} as const;

/** DW_LNE_* */
export const extendedLineOpcodes = { endSequence: 1, setAddress: 2, setDiscriminator: 4 } as const;

/** DW_CFA_*; the first three have their operand in the low six bits. */
export const frameOpcodes = {
  advanceLoc: 0x40,
  offset: 0x80,
  restore: 0xc0,
  nop: 0x00,
  setLoc: 0x01,
  advanceLoc1: 0x02,
  advanceLoc2: 0x03,
  advanceLoc4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  rememberState: 0x0a,
  restoreState: 0x0b,
  defCfa: 0x0c,
  defCfaRegister: 0x0d,
  defCfaOffset: 0x0e,
  defCfaExpression: 0x0f,
  expression: 0x10,
  offsetExtendedSigned: 0x11,
  defCfaSigned: 0x12,
  defCfaOffsetSigned: 0x13,
  valueOffset: 0x14,
  valueOffsetSigned: 0x15,
  valueExpression: 0x16,
  gnuArgsSize: 0x2e,
} as const;

/** DW_EH_PE_*: how `.eh_frame` writes addresses (Linux Standard Base, 10.5). */
export const pointerEncodings = {
  formatMask: 0x0f,
  native: 0x00,
  uleb: 0x01,
  u16: 0x02,
  u32: 0x03,
  u64: 0x04,
  sleb: 0x09,
  i16: 0x0a,
  i32: 0x0b,
  i64: 0x0c,
  relationMask: 0x70,
  absolute: 0x00,
  toItself: 0x10,
  indirect: 0x80,
} as const;
