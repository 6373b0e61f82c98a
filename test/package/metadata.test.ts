import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {parse} from 'yaml';
import {streamsOfTap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {metadataYaml} from '../tools/metadata-yaml.js';

interface Metadata {
  readonly metadataSpecVersion: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('The metadata of a source', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
    license: string;
    bin: Record<string, string>;
  };
  const label = /io\.airbyte\.name="(\S+)"/.exec(readFileSync('Dockerfile', 'utf8'))?.[1] ?? '';

  for (const [tap, folder, name, definitionId, hosts] of [
    [
      harvest,
      'harvest',
      'Harvest',
      // What an installation remembers a source by, so it never changes.
      '5c1d3f0e-8f6b-4f0e-9d8a-0b4a6b1d7e21',
      ['api.harvestapp.com', 'id.getharvest.com'],
    ],
    [paymo, 'paymo', 'Paymo', 'b7e2a9c4-3d15-4c7e-8a60-52f1c9e0d3b8', ['app.paymoapp.com']],
    [paydirt, 'paydirt', 'Paydirt', '0f9a6d82-71c3-4e5b-b2d4-9c8e7f6a5b10', ['app.paydirtapp.com']],
  ] as const) {
    describe(name, () => {
      const text = readFileSync(`taps/${folder}/metadata.yaml`, 'utf8');
      const {metadataSpecVersion, data} = parse(text) as Metadata;

      it('is as it would be made now', () => {
        expect(text).to.equal(metadataYaml(tap));
      });

      it('says what the source is, and by which id it is remembered', () => {
        expect(metadataSpecVersion).to.equal('1.0');
        expect(data).to.include({
          name,
          definitionId,
          connectorType: 'source',
          connectorSubtype: 'api',
          license: manifest.license,
          githubIssueLabel: `source-${folder}`,
        });
        expect(definitionId).to.match(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      });

      it('names the image that the Dockerfile makes, of the version that the package has', () => {
        expect(data.dockerRepository).to.equal(label.replace('$TAP', folder));
        expect(data.dockerImageTag).to.equal(manifest.version);
        expect(manifest.bin).to.have.property(`source-${folder}`);
      });

      it('allows the hosts that the source asks, and no others', () => {
        expect(data.allowedHosts).to.deep.equal({hosts});
      });

      it('links to the documentation of the service', () => {
        const address = new URL(String(data.documentationUrl));

        expect(address.protocol).to.equal('https:');
        expect(address.href).to.match(new RegExp(folder));
      });

      it('suggests the streams that a run without a catalog reads', () => {
        const wanted = streamsOfTap(tap).flatMap((one) => (one.selectedByDefault ? [one.name] : []));

        expect(data.suggestedStreams).to.deep.equal({streams: wanted});
        expect(wanted).to.not.deep.equal([]);
      });
    });
  }

  it('cannot be made of a tap that nobody has listed', () => {
    expect(() => metadataYaml({...harvest, name: 'tap-other'})).to.throw('tap-other has no listing');
  });
});
