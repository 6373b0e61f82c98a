import {expect} from 'chai';
import {type Fault, type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type Ended, runTap} from '../support/process.js';
import {selecting} from './executable.js';

// Each way of writing it down looks different.
const TOKEN = '1234567.pt.Zq+w/x=y&"z~ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const FORMS = {
  raw: TOKEN,
  'URL-encoded': encodeURIComponent(TOKEN),
  'URL-encoded in lower case': encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase()),
  'form-encoded': new URLSearchParams({t: TOKEN}).toString().slice(2),
  'JSON-escaped': JSON.stringify(TOKEN).slice(1, -1),
  base64: Buffer.from(TOKEN).toString('base64'),
  'base64 behind a name': Buffer.from(`user:${TOKEN}`).toString('base64'),
  'base64 for URLs': Buffer.from(`me:${TOKEN}:`).toString('base64url'),
};

/** Parts of the token, and of its base64 forms, that must not be seen even without the rest. */
const PARTS = [
  'Zq+w/x',
  'ABCDEFGHIJ',
  'QRSTUVWXYZ',
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${'.'.repeat(shift)}${TOKEN}`)
      .toString('base64')
      .slice(8, 24),
  ),
];

function expectNoSecret({stdout, stderr}: Ended): void {
  for (const part of [...Object.values(FORMS), ...PARTS]) {
    expect(stderr, part).not.to.include(part);
    expect(stdout, part).not.to.include(part);
  }
}

describe('The executable, with a service that repeats its secrets', () => {
  let sandbox: HarvestSandbox;

  beforeEach(async () => {
    sandbox = await startHarvestSandbox({accessToken: TOKEN});
  });

  afterEach(() => sandbox.stop());

  async function runWith(path: string, fault: Fault, args: string[] = []): Promise<Ended> {
    sandbox.faults.on(path, fault);
    return runTap('harvest', {
      config: {...sandbox.config, max_retries: 0},
      catalog: selecting('clients', 'roles'),
      args,
      env: {LOGLEVEL: 'debug'},
    });
  }

  for (const [form, text] of Object.entries(FORMS)) {
    it(`shows none where an error repeats it ${form}`, async () => {
      const body = {text: `The token ${text} is not good enough`};

      const ended = await runWith('roles', {kind: 'status', status: 422, body});

      expect(ended.code).to.equal(1);
      expect(ended.stderr).to.include('is not good enough');
      expectNoSecret(ended);
    });
  }

  for (const status of [401, 403, 404, 500]) {
    it(`shows none where a ${status} repeats it`, async () => {
      const body = {text: JSON.stringify({message: `Bearer ${TOKEN} said no`})};

      const ended = await runWith('roles', {kind: 'status', status, body});

      expect(ended.stderr).to.include('said no');
      expectNoSecret(ended);
    });
  }

  it('shows none in structured lines', async () => {
    const body = {text: JSON.stringify({message: Object.values(FORMS).join(' ')})};

    const ended = await runWith('roles', {kind: 'status', status: 422, body}, ['--log-format', 'json']);

    expectNoSecret(ended);
    for (const line of ended.stderr.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.to.throw();
  });

  it('shows no part of one that is cut off with the end of a long error', async () => {
    for (const before of [150, 165, 180, 195]) {
      sandbox.faults.clear();
      const body = {text: `${'x'.repeat(before)} ${TOKEN}`};

      expectNoSecret(await runWith('roles', {kind: 'status', status: 422, body}));
    }
  });

  it('shows none of a next page that has it in its address', async () => {
    const link = `${sandbox.url}/${encodeURIComponent(TOKEN)}/v2/clients?access_token=${encodeURIComponent(TOKEN)}`;

    const ended = await runWith('clients', {kind: 'next', link});

    expect(ended.code).to.equal(1);
    expectNoSecret(ended);
  });

  it('shows none of a redirect that has it in its address', async () => {
    const to = `http://elsewhere.test/${encodeURIComponent(TOKEN)}?access_token=${encodeURIComponent(TOKEN)}`;

    const ended = await runWith('clients', {kind: 'redirect', to});

    expect(ended.code).to.equal(1);
    expectNoSecret(ended);
  });

  it('shows none where the service is out of its mind', async () => {
    const ended = await runWith('clients', {kind: 'text', text: `{"clients": "${TOKEN}`});

    expect(ended.code).to.equal(1);
    expectNoSecret(ended);
  });

  it('shows none where the token is refused', async () => {
    sandbox.faults.on('users/me', {kind: 'status', status: 401, body: {text: `Bad token: ${TOKEN}`}});

    const ended = await runTap('harvest', {config: sandbox.config, env: {LOGLEVEL: 'debug'}});

    expect(ended).to.include({code: 1, stdout: ''});
    expectNoSecret(ended);
  });
});
