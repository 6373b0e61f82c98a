import {expect} from 'chai';
import {automaticFields} from '../../protocol/core/stream.js';
import {fullTable, incremental} from '../support/streams.js';

describe('Stream', () => {
  it('always emits its keys and its replication key', () => {
    const stream = incremental('lines', {keyProperties: ['invoice_id', 'id']});

    expect([...automaticFields(stream)]).to.deep.equal(['invoice_id', 'id', 'updated_at']);
  });

  it('always emits just its keys where it has no replication key', () => {
    expect([...automaticFields(fullTable('roles'))]).to.deep.equal(['id']);
  });
});
