import {stringify} from 'yaml';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import {packageVersion} from '../../protocol/package-facts.js';
import {streamsOfTap, type Tap} from '../../protocol/tap.js';

/** What Airbyte wants to know of a source that no code here needs. */
interface Listing {
  /** Never changes. */
  readonly definitionId: string;
  /** The documentation of the service's API. */
  readonly documentationUrl: string;
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  'tap-harvest': {
    definitionId: '5c1d3f0e-8f6b-4f0e-9d8a-0b4a6b1d7e21',
    documentationUrl: 'https://help.getharvest.com/api-v2/',
  },
  'tap-paymo': {
    definitionId: 'b7e2a9c4-3d15-4c7e-8a60-52f1c9e0d3b8',
    documentationUrl: 'https://github.com/paymo-org/api',
  },
  'tap-paydirt': {
    definitionId: '0f9a6d82-71c3-4e5b-b2d4-9c8e7f6a5b10',
    documentationUrl: 'https://app.paydirtapp.com/documentation/api/introduction',
  },
};

/** A source's `metadata.yaml`, in the form of Airbyte's registry. */
export function metadataYaml(tap: Tap): string {
  const listing = LISTINGS[tap.name];
  if (listing === undefined) throw new Error(`${tap.name} has no listing.`);
  const service = tap.name.replace('tap-', '');
  const hosts = Object.values(settingsSchema(tap.schemas).properties).flatMap((setting) =>
    setting.format === 'service-url' && typeof setting.default === 'string'
      ? [new URL(setting.default).hostname]
      : [],
  );
  const data = {
    name: service[0]?.toUpperCase() + service.slice(1),
    definitionId: listing.definitionId,
    connectorType: 'source',
    connectorSubtype: 'api',
    dockerRepository: `timesheet-taps/source-${service}`,
    dockerImageTag: packageVersion(),
    documentationUrl: listing.documentationUrl,
    githubIssueLabel: `source-${service}`,
    license: 'MIT',
    releaseStage: 'alpha',
    supportLevel: 'community',
    allowedHosts: {hosts: [...new Set(hosts)]},
    suggestedStreams: {
      streams: streamsOfTap(tap)
        .filter(({selectedByDefault}) => selectedByDefault)
        .map(({name}) => name),
    },
    registryOverrides: {cloud: {enabled: false}, oss: {enabled: true}},
    tags: ['language:javascript'],
  };
  const head = '# Made from the code by `make docs`. Do not edit.\n';
  return head + stringify({metadataSpecVersion: '1.0', data}, {lineWidth: 0});
}
