import {expect} from 'chai';
import {ACCOUNTS, BRANCH, FIRST, TWIN} from '../../../sandbox/harvest/several-accounts.js';
import {type Desk, deskOpener} from './session.js';

const FORBIDDEN = ACCOUNTS.map((account) =>
  account.id === BRANCH ? {...account, refused: 403 as const} : account,
);

describe('tap-harvest accounts', () => {
  const open = deskOpener();

  const listed = (desk: Desk, settings: object = {}, ...args: string[]) => {
    const {access_token} = desk.sandbox.config;
    const config = desk.folder.file(
      'c.json',
      JSON.stringify({...desk.places, access_token, max_retries: 0, ...settings}),
    );
    return desk.begin(['accounts', '--config', config, ...args]).end();
  };

  it('is a table of all accounts, with the role in each', async () => {
    const desk = await open({accounts: FORBIDDEN});

    const {code, stdout} = await listed(desk);

    expect(code).to.equal(0);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      'id     name               product   role',
      '88903  Lighthouse Studio  forecast  -',
      '10254  Lighthouse Studio  harvest   administrator',
      '10255  Lighthouse Studio  harvest   member',
      '10256  Harbour & Sons     harvest   refused (403)',
    ]);
    const asked = desk.sandbox.requests.filter(({path}) => path === '/v2/users/me');
    expect(asked).to.have.lengthOf(3);
  });

  it('is JSON for programs', async () => {
    const desk = await open({accounts: FORBIDDEN});

    const {code, stdout} = await listed(desk, {}, '--format', 'json');

    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal([
      {id: 88903, name: 'Lighthouse Studio', product: 'forecast', role: null, refused: null},
      {id: FIRST, name: 'Lighthouse Studio', product: 'harvest', role: 'administrator', refused: null},
      {id: TWIN, name: 'Lighthouse Studio', product: 'harvest', role: 'member', refused: null},
      {id: BRANCH, name: 'Harbour & Sons', product: 'harvest', role: null, refused: 403},
    ]);
  });

  it('names all roles of somebody who has several', async () => {
    const desk = await open({role: 'manager', permissions: ['project_creator']});

    const {stdout} = await listed(desk);

    expect(stdout).to.match(/10254 .* manager, .*project_creator/);
  });

  it('tells of trouble in one account after all the others', async () => {
    const accounts = ACCOUNTS.map((account) =>
      account.id === FIRST ? {...account, faults: [['users/me', {kind: 'html'}] as const]} : account,
    );
    const desk = await open({accounts});

    const {code, stdout, stderr} = await listed(desk);

    expect(code).to.equal(1);
    expect(stdout)
      .to.match(/10254 .* not found out/)
      .and.match(/10255 .* member/);
    expect(stderr).to.match(/CRITICAL The role in Lighthouse Studio \(10254\)/);
  });

  it('shows names as one line, without what would steer a terminal', async () => {
    const name = 'Red \u001b[31mtape\u001b[0m\nand\u202e more';
    const desk = await open({accounts: [{id: 7, name, product: 'harvest'}]});

    const {stdout} = await listed(desk);

    expect(stdout).to.include('7   Red [31mtape [0m and more');
    expect(stdout).not.to.include('\u001b').and.not.include('\u202e');
  });

  it('says so where the token is refused', async () => {
    const desk = await open();

    const {code, stderr, stdout} = await listed(desk, {access_token: 'not-the-token-of-anybody'});

    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.include('refused the credentials').and.include('tap-harvest login');
  });
});
