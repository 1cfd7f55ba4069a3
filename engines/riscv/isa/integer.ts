import { type Execute, type Row, rowOf } from './row.ts';

const source = 'RISC-V Unprivileged ISA 20191213';

type Line = readonly [mnemonic: string, picture: string, doc: string, execute: Execute];

const table = (flow: Row['flow'], syntax: string, cycles: number, lines: readonly Line[]): readonly Row[] =>
  lines.map(([mnemonic, picture, doc, execute]) =>
    rowOf({ extension: 'I', mnemonic, picture, syntax, doc, source, cycles, since: 'vm0', flow, execute }),
  );

/** RV64I (chapters 2 and 5). Cycles are those of CKB-VM. */
// biome-ignore format: a table is read by its columns
export const integer: readonly Row[] = [
  ...table('next', 'rd, rs1, rs2', 1, [
    ['add',  '0000000 rs2 rs1 000 rd 0110011', 'Sum.',                                                ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] + x[rs2]; }],
    ['sub',  '0100000 rs2 rs1 000 rd 0110011', 'Difference.',                                         ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] - x[rs2]; }],
    ['sll',  '0000000 rs2 rs1 001 rd 0110011', 'Shifts left by the low 6 bits of `rs2`.',             ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] << (x[rs2] & 63n); }],
    ['slt',  '0000000 rs2 rs1 010 rd 0110011', '1 if less, as signed numbers; else 0.',               (h, { to, rs1, rs2 }) => h.setUnsigned(to, h.x[rs1] < h.x[rs2] ? 1 : 0)],
    ['sltu', '0000000 rs2 rs1 011 rd 0110011', '1 if less, as unsigned numbers; else 0.',             (h, { to, rs1, rs2 }) => h.setUnsigned(to, h.u[rs1] < h.u[rs2] ? 1 : 0)],
    ['xor',  '0000000 rs2 rs1 100 rd 0110011', 'Bitwise exclusive or.',                               ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] ^ x[rs2]; }],
    ['srl',  '0000000 rs2 rs1 101 rd 0110011', 'Shifts right by the low 6 bits of `rs2`, zeros come in.', ({ u }, { to, rs1, rs2 }) => { u[to] = u[rs1] >> (u[rs2] & 63n); }],
    ['sra',  '0100000 rs2 rs1 101 rd 0110011', 'Shifts right by the low 6 bits of `rs2`, the sign comes in.', ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] >> (x[rs2] & 63n); }],
    ['or',   '0000000 rs2 rs1 110 rd 0110011', 'Bitwise or.',                                         ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] | x[rs2]; }],
    ['and',  '0000000 rs2 rs1 111 rd 0110011', 'Bitwise and.',                                        ({ x }, { to, rs1, rs2 }) => { x[to] = x[rs1] & x[rs2]; }],
    ['addw', '0000000 rs2 rs1 000 rd 0111011', 'Sum of the low words, extended by its sign.',         (h, { to, rs1, rs2 }) => h.setSigned(to, (h.low(rs1) + h.low(rs2)) | 0)],
    ['subw', '0100000 rs2 rs1 000 rd 0111011', 'Difference of the low words, extended by its sign.',  (h, { to, rs1, rs2 }) => h.setSigned(to, (h.low(rs1) - h.low(rs2)) | 0)],
    ['sllw', '0000000 rs2 rs1 001 rd 0111011', 'Shifts the low word left by the low 5 bits of `rs2`, and extends it by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, h.low(rs1) << h.low(rs2))],
    ['srlw', '0000000 rs2 rs1 101 rd 0111011', 'Shifts the low word right by the low 5 bits of `rs2`, zeros come in, and extends it by its sign.', (h, { to, rs1, rs2 }) => h.setSigned(to, (h.low(rs1) >>> h.low(rs2)) | 0)],
    ['sraw', '0100000 rs2 rs1 101 rd 0111011', 'Shifts the low word right by the low 5 bits of `rs2`, its sign comes in.', (h, { to, rs1, rs2 }) => h.setSigned(to, h.low(rs1) >> h.low(rs2))],
  ]),
  ...table('next', 'rd, rs1, imm', 1, [
    ['addi',  'imm[11:0] rs1 000 rd 0010011', 'Sum with a number.',                                   ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] + wide; }],
    ['slti',  'imm[11:0] rs1 010 rd 0010011', '1 if less than a number, as signed numbers; else 0.',  (h, { to, rs1, wide }) => h.setUnsigned(to, h.x[rs1] < wide ? 1 : 0)],
    ['sltiu', 'imm[11:0] rs1 011 rd 0010011', '1 if less than a number, as unsigned numbers; else 0.', (h, { to, rs1, wide }) => h.setUnsigned(to, h.u[rs1] < BigInt.asUintN(64, wide) ? 1 : 0)],
    ['xori',  'imm[11:0] rs1 100 rd 0010011', 'Bitwise exclusive or with a number.',                  ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] ^ wide; }],
    ['ori',   'imm[11:0] rs1 110 rd 0010011', 'Bitwise or with a number.',                            ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] | wide; }],
    ['andi',  'imm[11:0] rs1 111 rd 0010011', 'Bitwise and with a number.',                           ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] & wide; }],
    ['addiw', 'imm[11:0] rs1 000 rd 0011011', 'Sum of the low word with a number, extended by its sign.', (h, { to, rs1, imm }) => h.setSigned(to, (h.low(rs1) + imm) | 0)],
  ]),
  ...table('next', 'rd, rs1, shamt', 1, [
    ['slli',  '000000 shamt[5:0] rs1 001 rd 0010011',  'Shifts left.',                                 ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] << wide; }],
    ['srli',  '000000 shamt[5:0] rs1 101 rd 0010011',  'Shifts right, zeros come in.',                 ({ u }, { to, rs1, wide }) => { u[to] = u[rs1] >> wide; }],
    ['srai',  '010000 shamt[5:0] rs1 101 rd 0010011',  'Shifts right, the sign comes in.',             ({ x }, { to, rs1, wide }) => { x[to] = x[rs1] >> wide; }],
    ['slliw', '0000000 shamt[4:0] rs1 001 rd 0011011', 'Shifts the low word left, and extends it by its sign.', (h, { to, rs1, imm }) => h.setSigned(to, h.low(rs1) << imm)],
    ['srliw', '0000000 shamt[4:0] rs1 101 rd 0011011', 'Shifts the low word right, zeros come in, and extends it by its sign.', (h, { to, rs1, imm }) => h.setSigned(to, (h.low(rs1) >>> imm) | 0)],
    ['sraiw', '0100000 shamt[4:0] rs1 101 rd 0011011', 'Shifts the low word right, its sign comes in.', (h, { to, rs1, imm }) => h.setSigned(to, h.low(rs1) >> imm)],
  ]),
  ...table('next', 'rd, imm', 1, [
    ['lui',   'imm[31:12] rd 0110111', 'Sets the upper 20 bits of the low word, extended by its sign; the lower 12 become 0.', (h, { to, imm }) => h.setSigned(to, imm)],
    ['auipc', 'imm[31:12] rd 0010111', 'Sum of its own address and a number of which the lower 12 bits are 0.', (h, { to, imm }) => h.setNumber(to, h.pc + imm)],
  ]),
  ...table('next', 'rd, imm(rs1)', 3, [
    ['lb',  'imm[11:0] rs1 000 rd 0000011', 'Loads a byte, extended by its sign.',    (h, { to, rs1, imm }) => h.setSigned(to, h.memory.view.getInt8(h.toRead(rs1, imm, 1)))],
    ['lh',  'imm[11:0] rs1 001 rd 0000011', 'Loads 2 bytes, extended by their sign.', (h, { to, rs1, imm }) => h.setSigned(to, h.memory.view.getInt16(h.toRead(rs1, imm, 2), true))],
    ['lw',  'imm[11:0] rs1 010 rd 0000011', 'Loads 4 bytes, extended by their sign.', (h, { to, rs1, imm }) => h.setSigned(to, h.memory.view.getInt32(h.toRead(rs1, imm, 4), true))],
    ['lbu', 'imm[11:0] rs1 100 rd 0000011', 'Loads a byte without sign.',             (h, { to, rs1, imm }) => h.setUnsigned(to, h.memory.view.getUint8(h.toRead(rs1, imm, 1)))],
    ['lhu', 'imm[11:0] rs1 101 rd 0000011', 'Loads 2 bytes without sign.',            (h, { to, rs1, imm }) => h.setUnsigned(to, h.memory.view.getUint16(h.toRead(rs1, imm, 2), true))],
    ['lwu', 'imm[11:0] rs1 110 rd 0000011', 'Loads 4 bytes without sign.',            (h, { to, rs1, imm }) => h.setUnsigned(to, h.memory.view.getInt32(h.toRead(rs1, imm, 4), true))],
  ]),
  ...table('next', 'rd, imm(rs1)', 2, [
    ['ld',  'imm[11:0] rs1 011 rd 0000011', 'Loads 8 bytes.',                         (h, { to, rs1, imm }) => { h.x[to] = h.memory.view.getBigInt64(h.toRead(rs1, imm, 8), true); }],
  ]),
  ...table('next', 'rs2, imm(rs1)', 3, [
    ['sb',  'imm[11:5] rs2 rs1 000 imm[4:0] 0100011', 'Stores the low byte of `rs2`.',    (h, { rs1, rs2, imm }) => h.memory.view.setInt8(h.toWrite(rs1, imm, 1), h.low(rs2))],
    ['sh',  'imm[11:5] rs2 rs1 001 imm[4:0] 0100011', 'Stores the low 2 bytes of `rs2`.', (h, { rs1, rs2, imm }) => h.memory.view.setInt16(h.toWrite(rs1, imm, 2), h.low(rs2), true)],
    ['sw',  'imm[11:5] rs2 rs1 010 imm[4:0] 0100011', 'Stores the low 4 bytes of `rs2`.', (h, { rs1, rs2, imm }) => h.memory.view.setInt32(h.toWrite(rs1, imm, 4), h.low(rs2), true)],
  ]),
  ...table('next', 'rs2, imm(rs1)', 2, [
    ['sd',  'imm[11:5] rs2 rs1 011 imm[4:0] 0100011', 'Stores `rs2`.',                    (h, { rs1, rs2, imm }) => h.memory.view.setBigInt64(h.toWrite(rs1, imm, 8), h.x[rs2], true)],
  ]),
  ...table('branch', 'rs1, rs2, target', 3, [
    ['beq',  'imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011', 'Branches if equal.',                         (h, { rs1, rs2, imm }) => { if (h.x[rs1] === h.x[rs2]) h.next = h.pc + imm; }],
    ['bne',  'imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011', 'Branches if not equal.',                     (h, { rs1, rs2, imm }) => { if (h.x[rs1] !== h.x[rs2]) h.next = h.pc + imm; }],
    ['blt',  'imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011', 'Branches if less, as signed numbers.',       (h, { rs1, rs2, imm }) => { if (h.x[rs1] < h.x[rs2]) h.next = h.pc + imm; }],
    ['bge',  'imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011', 'Branches if not less, as signed numbers.',   (h, { rs1, rs2, imm }) => { if (h.x[rs1] >= h.x[rs2]) h.next = h.pc + imm; }],
    ['bltu', 'imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011', 'Branches if less, as unsigned numbers.',     (h, { rs1, rs2, imm }) => { if (h.u[rs1] < h.u[rs2]) h.next = h.pc + imm; }],
    ['bgeu', 'imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011', 'Branches if not less, as unsigned numbers.', (h, { rs1, rs2, imm }) => { if (h.u[rs1] >= h.u[rs2]) h.next = h.pc + imm; }],
  ]),
  ...table('call', 'rd, target', 3, [
    ['jal', 'imm[20|10:1|11|19:12] rd 1101111', 'Jumps, and leaves the address of the next instruction in `rd`.', (h, { to, imm, size }) => { h.setNumber(to, h.pc + size); h.next = h.pc + imm; }],
  ]),
  ...table('call', 'rd, imm(rs1)', 3, [
    ['jalr', 'imm[11:0] rs1 000 rd 1100111', 'Jumps to an address in a register plus a number, and leaves the address of the next instruction in `rd`.', (h, { to, rs1, imm, size }) => {
      if (h.linksFirst) h.setNumber(to, h.pc + size);
      h.jumpTo(rs1, imm);
      h.setNumber(to, h.pc + size);
    }],
  ]),
  ...table('next', 'pred, succ', 1, [
    ['fence', 'fm[3:0] pred[3:0] succ[3:0] 00000 000 00000 0001111', 'Orders accesses to memory as others see them; with one hart it does nothing.', () => {}],
  ]),
  ...table('call', '', 500, [
    ['ecall', '00000000000000000000000001110011', 'Asks the environment: `a7` says what for, `a0` to `a5` are the arguments, `a0` is the result.', ({ environment }) => environment.call()],
  ]),
  ...table('next', '', 500, [
    ['ebreak', '00000000000100000000000001110011', 'Asks for a debugger; without one it does nothing.', ({ environment }) => environment.breakpoint()],
  ]),
];
