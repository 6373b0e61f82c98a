import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {bodyOf, objectIn} from '../../support/airbyte.js';
import {messagesIn} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {accountOpener} from './account.js';
import {UNLIMITED} from './sandbox.js';

/** The statuses of a stream, in order. */
function statusesOf(messages: ReturnType<typeof messagesIn>, stream: string): unknown[] {
  return messages.flatMap((message) => {
    const status = objectIn(bodyOf(message).stream_status);
    return objectIn(status.stream_descriptor).name === stream ? [status.status] : [];
  });
}

describe('source-harvest and streams that the user may not see', () => {
  const open = accountOpener();
  const catalog = {
    streams: ['clients', 'time_entries'].map((name) => ({
      stream: {name, json_schema: {}},
      sync_mode: 'full_refresh',
      destination_sync_mode: 'overwrite',
    })),
  };

  it('fails them, since a destination would replace their tables by nothing, and reads the others', async () => {
    const account = await open({role: 'member'});
    const config = {...account.config, ...UNLIMITED};

    const {code, stdout} = await runTap('harvest', {verb: 'read', config, catalog});

    const messages = messagesIn(stdout);
    const errors = messages.flatMap((message) => {
      const {error} = bodyOf(message);
      return error !== undefined && isObject(error) ? [error] : [];
    });
    expect(code).to.equal(1);
    expect(statusesOf(messages, 'clients')).to.deep.equal(['STARTED', 'INCOMPLETE']);
    expect(statusesOf(messages, 'time_entries').at(-1)).to.equal('COMPLETE');
    expect(errors[0]).to.deep.include({
      failure_type: 'config_error',
      stream_descriptor: {name: 'clients'},
    } satisfies JsonObject);
    expect(errors[0]?.message).to.match(/403.*may manage clients and tasks/);
    expect(errors.at(-1)?.message).to.match(/1 of 2 streams failed \(clients\)/);
  });
});
