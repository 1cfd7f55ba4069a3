import type { LaunchProperties } from '../../engine.ts';
import { isObject } from '../../properties.ts';

type MapPath = (text: string) => string;
type Map = (value: unknown, path: MapPath) => unknown;

const file: Map = (value, path) => (typeof value === 'string' ? path(value) : value);

/** What `map` says for some members of an object; all else stays. */
const members =
  (maps: Readonly<Record<string, Map>>): Map =>
  (value, path) =>
    isObject(value)
      ? {
          ...value,
          ...Object.fromEntries(
            Object.entries(maps)
              .filter(([name]) => value[name] !== undefined)
              .map(([name, map]) => [name, map(value[name], path)]),
          ),
        }
      : value;

const each =
  (map: Map): Map =>
  (value, path) => {
    if (Array.isArray(value)) return value.map((entry) => map(entry, path));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, map(entry, path)]));
  };

/** The name of a file, or an object that says more. */
const fileOr =
  (other: Map): Map =>
  (value, path) =>
    typeof value === 'string' ? path(value) : other(value, path);

const data = { data: members({ file, idl: file }) };

const launch = members({
  idl: file,
  accounts: each(fileOr(members({ ...data, account: members(data) }))),
  programs: each(fileOr(members({ file, idl: file }))),
  instructions: each(members({ ...data, idl: file })),
});

/** The properties with each name of a file in them replaced. */
export const mapPaths = (properties: LaunchProperties, path: MapPath): LaunchProperties =>
  launch(properties, path) as LaunchProperties;
