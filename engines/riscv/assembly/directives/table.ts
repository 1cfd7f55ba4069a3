import { blockDirectives, otherDirectives } from '../../../assembly/directives/blocks.ts';
import { align, dataDirectives, numbers } from '../../../assembly/directives/data.ts';
import { type DirectiveRow, finish, row, type Use } from '../../../assembly/directives/directive.ts';
import { nameDirectives } from '../../../assembly/directives/names.ts';
import { sectionDirectives } from '../../../assembly/directives/sections.ts';
import { directiveTable } from '../../../assembly/directives/table.ts';
import { nothingPushed } from '../../../assembly/messages.ts';
import * as messages from '../messages.ts';
import { optionsOf } from '../options.ts';

const option = (use: Use) => {
  const { assembler, reader, word } = use;
  const options = optionsOf(assembler);
  const name = reader.skip();
  const { problems } = assembler;
  switch (name?.text) {
    case 'rvc':
      options.compresses = true;
      break;
    case 'norvc':
      options.compresses = false;
      break;
    case 'push':
      if (options.pushed.length < 100) options.pushed.push(options.compresses);
      break;
    case 'pop': {
      const last = options.pushed.pop();
      if (last === undefined) problems.error(word, 'nothing-pushed', nothingPushed('.option push'));
      else options.compresses = last;
      break;
    }
    case 'arch':
      architecture(use);
      return;
    // Nothing is relaxed or linked dynamically.
    case 'relax':
    case 'norelax':
    case 'nopic':
      break;
    case 'pic':
      problems.add('warning', reader.rangeOf(name), 'no-pic', messages.noPic());
      break;
    default:
      problems.error(name ? reader.rangeOf(name) : word, 'unknown-option', messages.unknownOption(name?.text ?? ''));
      return;
  }
  finish(use);
};

/** `.option arch, +c`; which instructions there are is the version's to say, so only compression changes. */
const architecture = ({ assembler, reader }: Use) => {
  const options = optionsOf(assembler);
  while (!reader.isAtEnd) {
    const sign = reader.take('+') ?? reader.take('-');
    const name = reader.skip()?.text;
    if (sign && name === 'c') options.compresses = sign.text === '+';
    if (!sign && name !== undefined && /^rv64/.test(name)) options.compresses = /^rv64[a-bd-y]*c/.test(name);
  }
};

/** Directives of RISC-V, and those whose meaning differs from one machine to the next. */
const ownDirectives: readonly DirectiveRow[] = [
  row('.half .2byte .short .hword', 'number, …', 'Numbers of 2 bytes, lowest byte first.', numbers(2)),
  row('.word .4byte .long .int', 'number, …', 'Numbers of 4 bytes, lowest byte first.', numbers(4)),
  row('.dword .8byte .quad', 'number, …', 'Numbers of 8 bytes, lowest byte first; a label is its address.', numbers(8)),
  row(
    '.align .p2align',
    'bits, value, most',
    'Goes on at the next multiple of 2 to the power of a number.',
    align(true, 1),
  ),
  row(
    '.option',
    'rvc',
    'Changes how the following is assembled: `rvc` and `norvc` allow and forbid forms of 16 bits, `push` and `pop` keep and restore.',
    option,
    '${1|rvc,norvc,push,pop,norelax|}',
  ),
];

export const directives = directiveTable([
  ...ownDirectives,
  ...dataDirectives,
  ...sectionDirectives,
  ...nameDirectives,
  ...blockDirectives,
  ...otherDirectives,
]);
