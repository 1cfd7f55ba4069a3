import { selectorOf, topicOf } from './abi/signatures.ts';
import { hexOf } from './words.ts';

/** An interface that many contracts share. Its id (ERC-165) is the exclusive or of the selectors of `functions`. */
type Standard = {
  readonly name: string;
  readonly functions: readonly string[];
  /** What belongs to it, but not to its id: optional functions, receivers, errors. */
  readonly more?: readonly string[];
  readonly events?: readonly string[];
};

/** The first that has a function or an event gives its name to it. */
const standards: readonly Standard[] = [
  { name: 'ERC-165', functions: ['supportsInterface(bytes4)'] },
  {
    name: 'ERC-20',
    functions: [
      'totalSupply()',
      'balanceOf(address)',
      'transfer(address,uint256)',
      'transferFrom(address,address,uint256)',
      'approve(address,uint256)',
      'allowance(address,address)',
    ],
    more: ['name()', 'symbol()', 'decimals()'],
    events: ['Transfer(address,address,uint256)', 'Approval(address,address,uint256)'],
  },
  {
    name: 'ERC-721',
    functions: [
      'balanceOf(address)',
      'ownerOf(uint256)',
      'safeTransferFrom(address,address,uint256,bytes)',
      'safeTransferFrom(address,address,uint256)',
      'transferFrom(address,address,uint256)',
      'approve(address,uint256)',
      'setApprovalForAll(address,bool)',
      'getApproved(uint256)',
      'isApprovedForAll(address,address)',
    ],
    more: ['tokenURI(uint256)', 'onERC721Received(address,address,uint256,bytes)'],
    events: ['ApprovalForAll(address,address,bool)'],
  },
  {
    name: 'ERC-1155',
    functions: [
      'safeTransferFrom(address,address,uint256,uint256,bytes)',
      'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)',
      'balanceOf(address,uint256)',
      'balanceOfBatch(address[],uint256[])',
      'setApprovalForAll(address,bool)',
      'isApprovedForAll(address,address)',
    ],
    more: [
      'onERC1155Received(address,address,uint256,uint256,bytes)',
      'onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)',
    ],
    events: [
      'TransferSingle(address,address,address,uint256,uint256)',
      'TransferBatch(address,address,address,uint256[],uint256[])',
      'URI(string,uint256)',
    ],
  },
  { name: 'Solidity', functions: [], more: ['Error(string)', 'Panic(uint256)'] },
];

export type Known = {
  readonly kind: 'selector' | 'topic' | 'interface';
  readonly text: string;
  readonly standard: string;
};

let known: ReadonlyMap<string, Known> | undefined;

/** What the bytes stand for in a standard: the selector of a function or an error, the topic of an event, an interface's id. */
export const findInStandards = (bytes: Uint8Array): Known | undefined => {
  known ??= hashed();
  return known.get(`0x${hexOf(bytes)}`);
};

const hashed = (): ReadonlyMap<string, Known> => {
  const found = new Map<string, Known>();
  const add = (key: string, entry: Known) => {
    if (!found.has(key)) found.set(key, entry);
  };
  for (const { name: standard, functions, more = [], events = [] } of standards) {
    for (const text of [...functions, ...more]) add(selectorOf(text), { kind: 'selector', text, standard });
    for (const text of events) add(topicOf(text), { kind: 'topic', text, standard });
    const id = functions.reduce((sum, text) => sum ^ Number(selectorOf(text)), 0) >>> 0;
    add(`0x${id.toString(16).padStart(8, '0')}`, { kind: 'interface', text: standard, standard });
  }
  return found;
};
