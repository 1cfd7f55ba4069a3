import type { LoadOptions } from '../../engine.ts';
import {
  flag,
  group,
  listOf,
  mapOf,
  type Property,
  quantity,
  readAll,
  refuseMisspelt,
  schemasOf,
  text,
} from '../../properties.ts';
import { defaultFeatures, type Feature, type FeatureSet, features } from '../solana/features.ts';
import { accounts } from './accounts.ts';
import { instructions } from './instructions.ts';
import * as messages from './messages.ts';
import { loader, programs } from './programs.ts';

const { doc } = messages;

const switches = group(
  doc.features(),
  Object.fromEntries(
    Object.entries(features).map(([name, { text: description, default: initial }]) => [
      name,
      flag(description, initial),
    ]),
  ),
);

/** Those of mainnet, with some of them switched. */
const featureSet: Property<FeatureSet> = {
  schema: switches.schema,
  read: (value, path) => {
    const active = new Set<Feature>(defaultFeatures);
    for (const [name, isActive] of Object.entries(switches.read(value, path))) {
      if (isActive) active.add(name as Feature);
      else active.delete(name as Feature);
    }
    return active;
  },
};

const clock = group(doc.clock(), {
  slot: quantity(64, doc.slot()),
  epoch: quantity(64, doc.epoch()),
  unixTimestamp: quantity(63, doc.unixTimestamp()),
});

const properties = {
  programId: text(doc.programId()),
  loader,
  idl: text(doc.idl()),
  accounts,
  programs,
  instructions,
  payer: text(doc.payer()),
  signers: listOf(doc.signers(), text(doc.account())),
  features: featureSet,
  clock,
  epochStake: mapOf(doc.epochStake(), quantity(64, doc.stake())),
  computeUnits: quantity(32, doc.computeUnits()),
};

export const launchSchema = schemasOf(properties);

/** What a launch configuration says of a run. */
export type Settings = ReturnType<typeof readSettings>;

/** @throws LoadError */
export const readSettings = ({ launch }: Pick<LoadOptions, 'launch'>) => {
  refuseMisspelt(properties, launch);
  return readAll(properties, launch);
};
