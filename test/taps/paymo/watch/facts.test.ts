import {expect} from 'chai';
import {subjectsNamed} from '../../../../protocol/watch/watched-streams.js';
import {paymo} from '../../../../taps/paymo/index.js';
import {webhooks} from '../../../../taps/paymo/watch/index.js';

describe("Paymo's webhooks", () => {
  const vector = Buffer.from('{"id":"1679584"}');
  const signature = 'sha1=dc03736e396e70138bf7af4ffaa2948cde42dcf1';

  it('are signed as the documentation says, whatever the case and the blanks around it', () => {
    for (const said of [signature, ` ${signature.toUpperCase().replace('SHA1', 'sha1')} `]) {
      expect(webhooks.isSigned(vector, {'x-paymo-signature': said}, 'secret'), said).to.equal(true);
    }
  });

  it('are not believed with another secret, another body, a part of a signature, or none', () => {
    const said = {'x-paymo-signature': signature};

    expect(webhooks.isSigned(vector, said, 'secret2')).to.equal(false);
    expect(webhooks.isSigned(Buffer.from('{"id":"1679584"}\n'), said, 'secret')).to.equal(false);
    expect(webhooks.isSigned(vector, {'x-paymo-signature': signature.slice(0, -1)}, 'secret')).to.equal(
      false,
    );
    expect(webhooks.isSigned(vector, {}, 'secret')).to.equal(false);
  });

  it('tell of changes and deletes, of timers in both spellings, and of nothing else', () => {
    const meanings = [
      'model.insert.Task',
      'model.update.InvoicePayment',
      'model.delete.Client',
      'model.start.Entry',
      'timer.stop.Entry',
      'model.insert.Subtask',
      'hello',
    ].map((event) => webhooks.meaningOf(event));

    expect(meanings).to.deep.equal([
      {subject: 'Task', kind: 'changed'},
      {subject: 'InvoicePayment', kind: 'changed'},
      {subject: 'Client', kind: 'deleted'},
      {subject: 'Entry', kind: 'changed'},
      {subject: 'Entry', kind: 'changed'},
      undefined,
      undefined,
    ]);
  });

  it('are asked for by one hook for everything, or one for each object and those of timers', () => {
    const {subjects} = webhooks;
    const some = subjects.filter(({name}) => name === 'Task' || name === 'Entry');

    const names = (of: typeof some | undefined) => webhooks.eventsFor(of).map((event) => event.names);
    expect(names(undefined)).to.deep.equal([['*']]);
    expect(names(some)).to.deep.equal([
      ['*.Task'],
      ['*.Entry'],
      ['model.start.Entry', 'timer.start.Entry'],
      ['model.stop.Entry', 'timer.stop.Entry'],
    ]);
  });

  for (const [word, name] of [
    ['task', 'Task'],
    ['TASKS', 'Task'],
    ['entry', 'Entry'],
    ['entries', 'Entry'],
    ['time_entries', 'Entry'],
    ['tasklists', 'Tasklist'],
    ['task_list', 'Tasklist'],
    ['InvoicePayment', 'InvoicePayment'],
    ['invoice_line_items', 'Invoice'],
    ['task_comments', 'Comment'],
    ['client-contacts', 'ClientContact'],
  ] as const) {
    it(`know ${word} for ${name}`, () => {
      expect(subjectsNamed(webhooks, paymo.streams, [word])?.map((one) => one.name)).to.deep.equal([name]);
    });
  }

  it('are asked for in lists, and a word that is none of theirs is answered with those that are', () => {
    const named = subjectsNamed(webhooks, paymo.streams, ['invoice, task', 'task']);

    expect(named?.map((one) => one.name)).to.deep.equal(['Task', 'Invoice']);
    expect(subjectsNamed(webhooks, paymo.streams, [])).to.equal(undefined);
    expect(() => subjectsNamed(webhooks, paymo.streams, ['subtask'])).to.throw(
      /"subtask".*Client, ClientContact/,
    );
  });
});
