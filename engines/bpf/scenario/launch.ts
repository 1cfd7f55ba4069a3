import type { LoadOptions } from '../../engine.ts';
import {
  group,
  isObject,
  listOf,
  type Property,
  quantity,
  readAll,
  refuseMisspelt,
  schemasOf,
  text,
  wrong,
} from '../../properties.ts';
import { defaultFeatures, type Feature, type FeatureSet, features } from '../solana/features.ts';
import { accounts } from './accounts.ts';
import { instructions } from './instructions.ts';
import * as messages from './messages.ts';
import { loader, programs } from './programs.ts';

const { doc } = messages;

const isFeature = (name: string): name is Feature => Object.hasOwn(features, name);

/** Those of mainnet, with some of them switched. */
const featureSet: Property<FeatureSet> = {
  schema: {
    type: 'object',
    description: doc.features(),
    properties: Object.fromEntries(
      Object.entries(features).map(([name, { text: description, default: initial }]) => [
        name,
        { type: 'boolean', description, default: initial },
      ]),
    ),
    additionalProperties: false,
  },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.featuresWanted(), value);
    const active = new Set<Feature>(defaultFeatures);
    for (const [name, isActive] of Object.entries(value)) {
      if (!isFeature(name)) return wrong(path, messages.featureWanted(name, Object.keys(features)), value);
      if (typeof isActive !== 'boolean') return wrong(`${path}.${name}`, messages.featuresWanted(), isActive);
      if (isActive) active.add(name);
      else active.delete(name);
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
