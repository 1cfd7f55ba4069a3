import { defaultLimits, launchSchema } from '../debug-adapter/launch.ts';
import { scenarioEnding } from '../engines/claim.ts';
import type { Engine, JsonSchema } from '../engines/engine.ts';
import type { Language } from '../engines/language.ts';
import { listingScheme } from '../engines/listing.ts';
import { scenarioSchema, schemaScheme } from '../engines/scenario.ts';
import { launchSchemas } from '../engines/schemas.ts';
import { hasProfile } from '../extension/contexts.ts';
import { debugType, fileVariable } from '../extension/launch.ts';
import { hintKey, hintKinds, hintSettings } from '../server/hints.ts';
import { walkthrough } from './walkthrough.ts';

/** What package.json and the files beside it say of the engines. */
export type Manifest = {
  readonly contributes: Readonly<Record<string, unknown>>;
  readonly activationEvents: readonly string[];
  /** package.nls.json: the English for each `%key%` in `contributes`. */
  readonly texts: Readonly<Record<string, string>>;
  /** The files in syntaxes/: JSON by path. */
  readonly syntaxes: Readonly<Record<string, object>>;
};

/** What can be done with a file, as a menu of its own: in the menus of others, a bare "Debug" would say too little. */
const fileMenu = 'gaslamp.file';

/** Endings of files that often hold bytecode but belong to others; whether one does is seen when it is opened. */
const likelyExtensions = ['json', 'jsonl', 'hex', 'bin', 'elf', 'so'];

/**
 * TextMate scopes for the token types of the language server that themes would colour unlike the grammars do,
 * or not at all: an instruction is to an assembly what a keyword is elsewhere.
 */
const tokenScopes = {
  function: ['keyword.mnemonic'],
  keyword: ['keyword.control'],
  label: ['entity.name.function.label'],
  macro: ['entity.name.function.macro'],
};

/** Everything in the manifest that follows from the engines. */
export function contributions(engines: readonly Engine[]): Manifest {
  const texts: Record<string, string> = {};
  const text = (key: string, english: string) => {
    texts[key] = english;
    return `%${key}%`;
  };
  const languages = engines.flatMap((engine) => engine.languages);
  const sourceLanguages = sourceLanguagesOf(engines);
  return {
    contributes: {
      languages: [...languages.map(languageEntry), ...sourceLanguages],
      grammars: languages.map((language) => ({
        language: language.id,
        scopeName: language.grammar().scopeName,
        path: `./${grammarPath(language)}`,
      })),
      semanticTokenScopes: languages.map(({ id }) => ({ language: id, scopes: tokenScopes })),
      breakpoints: [...languages, ...sourceLanguages].map(({ id }) => ({ language: id })),
      debuggers: [debuggerEntry(engines, languages, text)],
      configuration: { title: 'Gaslamp', properties: settings(engines, text) },
      commands: [
        {
          command: 'gaslamp.debug',
          title: text('command.debug', 'Debug'),
          category: 'Gaslamp',
          icon: '$(debug-alt)',
        },
        {
          command: 'gaslamp.run',
          title: text('command.run', 'Run'),
          category: 'Gaslamp',
          icon: '$(run)',
        },
        {
          command: 'gaslamp.openListing',
          title: text('command.openListing', 'Open as Listing'),
          category: 'Gaslamp',
          icon: '$(list-tree)',
        },
        {
          command: 'gaslamp.openSamples',
          title: text('command.openSamples', 'Open Samples'),
          category: 'Gaslamp',
          icon: '$(book)',
        },
        {
          command: 'gaslamp.chooseVersion',
          title: text('command.chooseVersion', 'Choose Version of the Instruction Set'),
          category: 'Gaslamp',
          icon: '$(versions)',
        },
        {
          command: 'gaslamp.openReference',
          title: text('command.openReference', 'Open Instruction Reference'),
          category: 'Gaslamp',
          icon: '$(table)',
        },
        {
          command: 'gaslamp.fetchTransaction',
          title: text('command.fetchTransaction', 'Fetch Transaction…'),
          category: 'Gaslamp',
          icon: '$(cloud-download)',
        },
        ...timeCommands(text),
        ...profileCommands(text),
        {
          command: 'gaslamp.saveCall',
          title: text('command.saveCall', 'Save Last Call…'),
          category: 'Gaslamp',
          icon: '$(save)',
        },
      ],
      viewsContainers: { activitybar: [{ id: 'gaslamp', title: 'Gaslamp', icon: '$(lightbulb)' }] },
      views: {
        gaslamp: [
          { type: 'webview', id: 'gaslamp.execution', name: text('view.execution', 'Execution'), icon: '$(history)' },
          { id: 'gaslamp.profile', name: text('view.profile', 'Profile'), icon: '$(flame)' },
        ],
      },
      viewsWelcome: [{ view: 'gaslamp.profile', contents: text('view.profile.welcome', profileWelcome) }],
      walkthroughs: [walkthrough(text)],
      colors: heatColours(text),
      keybindings: [...timeKeys, scenarioKey],
      submenus: [{ id: fileMenu, label: 'Gaslamp' }],
      menus: menus(languages),
      jsonValidation: [{ fileMatch: [`*${scenarioEnding}`], url: `${schemaScheme}://gaslamp/scenario.schema.json` }],
    },
    activationEvents: [`onDebugResolve:${debugType}`, `onFileSystem:${listingScheme}`, `onFileSystem:${schemaScheme}`],
    texts,
    syntaxes: Object.fromEntries([
      [scenarioSchemaPath, scenarioSchema(engines)],
      ...languages.flatMap((language) => [
        [grammarPath(language), { name: language.name, ...language.grammar() }],
        [configurationPath(language), languageConfiguration(language)],
      ]),
    ]),
  };
}

/** Those that several engines name are joined. They are named and nothing more, so that others keep what else there is of them. */
function sourceLanguagesOf(engines: readonly Engine[]) {
  const named = Map.groupBy(
    engines.flatMap(({ sourceLanguages = [] }) => sourceLanguages),
    ({ id }) => id,
  );
  return Array.from(named, ([id, all]) => ({
    id,
    extensions: [...new Set(all.flatMap(({ extensions }) => extensions))],
  }));
}

type Text = (key: string, english: string) => string;

const scenarioSchemaPath = 'syntaxes/scenario.schema.json';
const grammarPath = ({ id }: Language) => `syntaxes/${id}.tmLanguage.json`;
const configurationPath = ({ id }: Language) => `syntaxes/${id}.language-configuration.json`;

function languageEntry(language: Language) {
  return {
    id: language.id,
    aliases: [language.name],
    extensions: language.extensions,
    configuration: `./${configurationPath(language)}`,
  };
}

function languageConfiguration({ lineComment, blockComment, wordPattern }: Language) {
  const brackets = ['()', '[]', '{}'].map((pair) => [...pair]);
  return {
    comments: { lineComment, ...(blockComment && { blockComment }) },
    brackets,
    autoClosingPairs: [
      ...brackets.map(([open, close]) => ({ open, close })),
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    surroundingPairs: [...brackets, ['"', '"']],
    wordPattern,
  };
}

function debuggerEntry(engines: readonly Engine[], languages: readonly Language[], text: Text) {
  const launch = {
    type: debugType,
    request: 'launch',
    name: text('debug.name', 'Debug this file'),
    program: fileVariable,
    ask: true,
  };
  const properties = { ...launchSchema(engines), ...launchSchemas(engines) };
  return {
    type: debugType,
    label: 'Gaslamp',
    languages: languages.map(({ id }) => id),
    configurationAttributes: {
      launch: {
        anyOf: [{ required: ['program'] }, { required: ['scenario'] }],
        properties: localizedAll(shallowAll(properties, deepest), 'launch', text),
      },
    },
    configurationSnippets: [
      {
        label: text('snippet.label', 'Gaslamp: Debug a file'),
        description: text('snippet.description', 'Runs a contract and stops at its breakpoints.'),
        // In a snippet, quotes with a caret keep the variable from being taken for one of its own variables.
        body: { ...launch, program: `^"\\${fileVariable}"` },
      },
    ],
    initialConfigurations: [launch],
  };
}

/** Levels of a launch configuration that are described; what is deeper belongs into a scenario, whose schema has it all. */
const deepest = 4;

function shallowAll(schemas: Readonly<Record<string, JsonSchema>>, levels: number): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, shallow(schema, levels)]));
}

/** The schema without what lies more than so many levels deep, of which anything is allowed. */
function shallow(schema: JsonSchema, levels: number): JsonSchema {
  const { items, properties, additionalProperties, required, ...rest } = schema;
  if (levels <= 1) return rest;
  return {
    ...rest,
    ...(items && { items: shallow(items, levels - 1) }),
    ...(properties && { properties: shallowAll(properties, levels - 1) }),
    ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: shallow(additionalProperties, levels - 1),
    }),
    ...(required && { required }),
  };
}

/** The schemas, with each sentence that a person may read replaced by its key. */
function localizedAll(schemas: Readonly<Record<string, JsonSchema>>, key: string, text: Text): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, localized(schema, `${key}.${name}`, text)]),
  );
}

function localized(schema: JsonSchema, key: string, text: Text): JsonSchema {
  const { description, markdownDescription, enumDescriptions, patternErrorMessage, items, properties } = schema;
  const { additionalProperties } = schema;
  return {
    ...schema,
    ...(description && { description: text(key, description) }),
    ...(markdownDescription && { markdownDescription: text(key, markdownDescription) }),
    ...(enumDescriptions && { enumDescriptions: enumDescriptions.map((each, i) => text(`${key}.enum${i}`, each)) }),
    ...(patternErrorMessage && { patternErrorMessage: text(`${key}.pattern`, patternErrorMessage) }),
    ...(items && { items: localized(items, `${key}.items`, text) }),
    ...(properties && { properties: localizedAll(properties, key, text) as JsonSchema['properties'] }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: localized(additionalProperties, `${key}.each`, text),
    }),
  };
}

function settings(engines: readonly Engine[], text: Text) {
  const versions = engines.map(({ versionSetting: { key, description }, versions, defaultVersion }) => [
    key,
    {
      type: 'string',
      enum: versions.map(({ id }) => id),
      enumItemLabels: versions.map(({ name }) => name),
      default: defaultVersion,
      markdownDescription: text(`setting.${key}`, description),
      scope: 'resource',
    },
  ]);
  const hints = hintKinds.map((kind) => [
    hintKey(kind),
    {
      type: 'boolean',
      default: hintSettings[kind].default,
      description: text(`setting.hints.${kind}`, hintSettings[kind].description),
    },
  ]);
  return {
    ...Object.fromEntries(versions),
    ...Object.fromEntries(hints),
    'gaslamp.fetch.enabled': {
      type: 'boolean',
      default: false,
      // No folder that is opened can turn it on.
      scope: 'application',
      markdownDescription: text(
        'setting.fetch.enabled',
        'Allow *Gaslamp: Fetch Transaction…* to ask a node that you name for a transaction. Each time it shows first what is sent, and asks. Else Gaslamp opens no connection.',
      ),
    },
    'gaslamp.limits.steps': {
      type: 'integer',
      minimum: 1,
      default: defaultLimits.steps,
      description: text(
        'setting.limits.steps',
        'Steps after which a run stops, so that a program that loops for ever can be looked at.',
      ),
    },
    'gaslamp.limits.memory': {
      type: 'integer',
      minimum: 1,
      default: defaultLimits.memory,
      description: text('setting.limits.memory', 'Bytes of memory that a program may hold before its run stops.'),
    },
  };
}

/** Commands that need a program of ours that stands still. */
const isStopped = `inDebugMode && debugType == ${debugType} && debugState == stopped`;

function timeCommands(text: Text) {
  const command = (name: string, title: string) => ({
    command: `gaslamp.${name}`,
    title: text(`command.${name}`, title),
    category: 'Gaslamp',
  });
  return [
    { ...command('goToStep', 'Go to Step…'), icon: '$(history)' },
    command('previousWrite', 'Previous Write to This'),
    command('nextWrite', 'Next Write to This'),
  ];
}

/** VS Code has no keys of its own for going back; these two are free on every platform. */
const timeKeys = [
  { command: 'workbench.action.debug.stepBack', key: 'ctrl+f10', when: isStopped },
  { command: 'workbench.action.debug.reverseContinue', key: 'ctrl+f9', when: isStopped },
];

/** The file of a scenario is in front. */
const isScenario = `resourceFilename =~ /${scenarioEnding.replaceAll('.', '\\.')}$/i`;

/** F5 asks which debugger is meant for a file of JSON, unless a launch configuration is chosen. */
const scenarioKey = {
  command: 'gaslamp.debug',
  key: 'f5',
  when: `${isScenario} && !inDebugMode && !debugConfigurationType`,
};

function profileCommands(text: Text) {
  const command = (name: string, title: string, icon: string) => ({
    command: `gaslamp.${name}`,
    title: text(`command.${name}`, title),
    category: 'Gaslamp',
    icon: `$(${icon})`,
  });
  return [
    command('profile', 'Profile', 'flame'),
    command('openFlameGraph', 'Open Flame Graph', 'flame'),
    command('compareProfiles', 'Compare with Previous Profile', 'diff'),
    command('exportProfile', 'Export Profile…', 'export'),
    command('clearProfile', 'Clear Profile', 'clear-all'),
  ];
}

const profileWelcome =
  'A profile shows where the cost of a run went: by line, label, function and instruction, and as a flame graph.\n[Profile a Contract](command:gaslamp.profile)';

/** Grounds of lines and of the flame graph, through which what lies below is seen. */
const heats = [
  { light: '#f5a62318', dark: '#f5a62318' },
  { light: '#f5a62340', dark: '#f5a62338' },
  { light: '#f0802060', dark: '#f0802058' },
  { light: '#e5553070', dark: '#e5553070' },
  { light: '#d92d2080', dark: '#d92d2088' },
];

function heatColours(text: Text) {
  return heats.map(({ light, dark }, index) => ({
    id: `gaslamp.heat${index + 1}`,
    description: text(
      `color.heat${index + 1}`,
      `Ground of lines in a profile, ${index + 1} of ${heats.length}; the last costs most.`,
    ),
    defaults: { light, dark, highContrast: dark, highContrastLight: light },
  }));
}

function menus(languages: readonly Language[]) {
  const ours = `resourceLangId =~ /^(${languages.map(({ id }) => id).join('|')})$/`;
  const likely = `resourceExtname =~ /^\\.(${likelyExtensions.join('|')})$/i`;
  /** As compilers leave programs. */
  const unnamed = '!resourceExtname';
  const notListing = `resourceScheme != ${listingScheme}`;
  return {
    'explorer/context': [
      {
        submenu: fileMenu,
        when: `!explorerResourceIsFolder && (${ours} || ${likely} || ${unnamed})`,
        group: '2_gaslamp',
      },
    ],
    'editor/title/run': [
      { command: 'gaslamp.debug', when: `${ours} || ${isScenario}`, group: '1_run@1' },
      { command: 'gaslamp.run', when: `${ours} || ${isScenario}`, group: '1_run@2' },
      { command: 'gaslamp.profile', when: `${ours} || ${isScenario}`, group: '1_run@3' },
    ],
    'editor/title': [
      { command: 'gaslamp.openListing', when: `${ours} && ${notListing}`, group: 'navigation' },
      { submenu: fileMenu, when: `${likely} && !(${isScenario})`, group: '2_gaslamp' },
    ],
    commandPalette: [
      { command: 'gaslamp.goToStep', when: isStopped },
      ...['openFlameGraph', 'compareProfiles', 'exportProfile', 'clearProfile'].map((name) => ({
        command: `gaslamp.${name}`,
        when: hasProfile,
      })),
      { command: 'gaslamp.previousWrite', when: 'false' },
      { command: 'gaslamp.nextWrite', when: 'false' },
    ],
    // Offered for what can be watched, and so has a place that can be written.
    'debug/variables/context': ['previousWrite', 'nextWrite'].map((name, index) => ({
      command: `gaslamp.${name}`,
      when: `debugType == ${debugType} && breakWhenValueChangesSupported`,
      group: `z_gaslamp@${index + 1}`,
    })),
    'view/title': [
      { command: 'gaslamp.goToStep', when: `view == gaslamp.execution && ${isStopped}`, group: 'navigation' },
      ...['openFlameGraph', 'compareProfiles', 'exportProfile', 'clearProfile'].map((name, index) => ({
        command: `gaslamp.${name}`,
        when: `view == gaslamp.profile && ${hasProfile}`,
        group: `navigation@${index + 1}`,
      })),
    ],
    [fileMenu]: [
      { command: 'gaslamp.openListing', when: `!(${isScenario})`, group: '1@1' },
      { command: 'gaslamp.debug', group: '1@2' },
      { command: 'gaslamp.run', group: '1@3' },
      { command: 'gaslamp.profile', group: '1@4' },
    ],
  };
}
