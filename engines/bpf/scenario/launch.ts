import type { LaunchProperties, LoadOptions } from '../../engine.ts';
import {
  isObject,
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
      if (!isFeature(name)) return wrong(path, messages.unknownFeature(name, Object.keys(features).join(', ')), value);
      if (typeof isActive !== 'boolean') return wrong(`${path}.${name}`, messages.featuresWanted(), isActive);
      if (isActive) active.add(name);
      else active.delete(name);
    }
    return active;
  },
};

/** Names of files by the names or keys of the programs in them. */
const programs: Property<ReadonlyMap<string, string>> = {
  schema: { type: 'object', description: doc.programs(), additionalProperties: { type: 'string' } },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.programsWanted(), value);
    return new Map(
      Object.entries(value).map(([name, file]) => [
        name,
        typeof file === 'string' ? file : wrong(`${path}.${name}`, messages.fileWanted(), file),
      ]),
    );
  },
};

const properties = {
  programId: text(doc.programId()),
  accounts,
  programs,
  instructions,
  payer: text(doc.payer()),
  features: featureSet,
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

/** The properties that name files. */
export const mapPaths = (launch: LaunchProperties, path: (text: string) => string): LaunchProperties => {
  const { accounts, programs, instructions } = launch;
  return {
    ...launch,
    ...(isObject(accounts) && { accounts: mapValues(accounts, (each) => mapAccount(each, path)) }),
    ...(isObject(programs) && {
      programs: mapValues(programs, (file) => (typeof file === 'string' ? path(file) : file)),
    }),
    ...(Array.isArray(instructions) && { instructions: instructions.map((each) => mapData(each, path)) }),
  };
};

const mapValues = (object: LaunchProperties, map: (value: unknown) => unknown): LaunchProperties =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));

const mapAccount = (account: unknown, path: (text: string) => string): unknown => {
  if (typeof account === 'string') return path(account);
  if (!isObject(account)) return account;
  return isObject(account.account) ? { ...account, account: mapData(account.account, path) } : mapData(account, path);
};

const mapData = (owner: unknown, path: (text: string) => string): unknown => {
  if (!isObject(owner) || !isObject(owner.data) || typeof owner.data.file !== 'string') return owner;
  return { ...owner, data: { ...owner.data, file: path(owner.data.file) } };
};
