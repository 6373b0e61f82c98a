import {expect} from 'chai';
import {streamsOfTap} from '../../../../protocol/tap.js';
import {harvest} from '../../../../taps/harvest/index.js';
import {AIRBYTE_STREAMS} from '../../../../taps/harvest/migrate/airbyte-streams.js';
import type {Counterpart} from '../../../../taps/harvest/migrate/counterparts.js';
import {pathsIn} from '../../../../taps/harvest/migrate/fields.js';
import {SINGER_STREAMS} from '../../../../taps/harvest/migrate/singer-streams.js';
import {AIRBYTE, OLD_SINGER, SINGER} from './theirs.js';

describe('the streams of other Harvest connectors', () => {
  const streams = new Map(streamsOfTap(harvest).map((stream) => [stream.name, stream]));

  it('are all known, and no others', () => {
    expect(Object.keys(SINGER_STREAMS)).to.have.members([...SINGER, ...OLD_SINGER]);
    expect(Object.keys(AIRBYTE_STREAMS)).to.have.members(AIRBYTE);
  });

  for (const [origin, table] of [
    ['Singer', SINGER_STREAMS],
    ['Airbyte', AIRBYTE_STREAMS],
  ] as const) {
    it(`lead to streams and fields that exist here: ${origin}`, () => {
      for (const [name, {ours, inside, fields = {}}] of Object.entries(table)) {
        const paths = pathsIn(JSON.parse(JSON.stringify(streams.get(ours)?.schema ?? {})));
        const places = [...Object.values(fields), ...(inside === undefined ? [] : [inside])];
        const missing = places.filter((place) => place !== '' && !paths.includes(place));

        expect(streams.has(ours), name).to.equal(true);
        expect(missing, name).to.deep.equal([]);
      }
    });

    it(`keep no bookmark where the table or the key is another one, or all is read anyway: ${origin}`, () => {
      const carried = Object.entries(table).filter(([, {noBookmark}]) => noBookmark === undefined);

      for (const [name, counterpart] of carried) expectSame(name, counterpart);
    });
  }

  function expectSame(name: string, {ours, key, inside}: Counterpart): void {
    const stream = streams.get(ours);
    expect(ours, name).to.equal(name);
    expect(inside, name).to.equal(undefined);
    expect(stream?.keyProperties, name).to.deep.equal(key);
    expect(stream?.replicationKey, name).to.equal('updated_at');
  }
});
