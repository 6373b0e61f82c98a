import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Stream} from '../../protocol/core/stream.js';
import {Deletions} from '../../protocol/watch/deletions.js';
import {Guard} from '../../protocol/watch/guard.js';

const tasks: Stream = {
  name: 'tasks',
  schema: {type: 'object', properties: {id: {type: 'integer'}}},
  keyProperties: ['id'],
  replicationMethod: 'INCREMENTAL',
  replicationKey: 'updated_on',
  parent: undefined,
  selectedByDefault: true,
  fieldsOffByDefault: [],
  cost: undefined,
  quietFields: new Set(),
  rules: new Map(),
};

const at = (second: number) => `2026-11-20T10:00:${String(second).padStart(2, '0')}Z`;
const task = (second: number, name = 'a', id = 1) => ({id, name, updated_on: at(second)});

describe('Guard', () => {
  let folder: string;
  let deletions: Deletions;
  let guard: Guard;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guard-'));
    deletions = await Deletions.open(folder);
    guard = new Guard(deletions);
  });

  afterEach(async () => {
    await deletions.close();
    rmSync(folder, {recursive: true});
  });

  const event = {kind: 'event'} as const;
  const asked = (began = guard.turn) => ({kind: 'asked', began}) as const;
  const judge = (record: ReturnType<typeof task>, origin: typeof event | ReturnType<typeof asked> = event) =>
    guard.judge(tasks, record, origin);

  it('lets through what is new and what is newer', () => {
    expect([judge(task(1)), judge(task(2))]).to.deep.equal(['emit', 'emit']);
  });

  it('drops what comes twice, whatever the order of its members', () => {
    judge(task(1));

    expect(judge(task(1))).to.equal('drop');
    expect(guard.judge(tasks, {updated_on: at(1), name: 'a', id: 1}, event)).to.equal('drop');
  });

  it('asks about what must be gone with what it belonged to, and believes what is shown after that', () => {
    judge(task(1));
    const before = guard.turn;
    guard.infer('tasks', '1');

    expect([guard.isGone('tasks', '1'), guard.isDeleted('tasks', '1')]).to.deep.equal([true, false]);
    expect(judge(task(2))).to.equal('look');
    expect(judge(task(1), asked(before))).to.equal('drop');
    expect(judge(task(1), asked())).to.equal('emit');
    expect(guard.isGone('tasks', '1')).to.equal(false);
    expect(judge(task(1))).to.equal('drop');
  });

  it('drops what is older than what went out, from wherever it comes', () => {
    judge(task(5));

    expect([judge(task(4)), judge(task(4), asked())]).to.deep.equal(['drop', 'drop']);
  });

  it('has the service asked when two events of one second differ', () => {
    judge(task(1, 'a'));

    expect(judge(task(1, 'b'))).to.equal('look');
  });

  it('believes what was asked for after the other went out, and else has it asked for again', () => {
    const before = guard.turn;
    judge(task(1, 'a'));

    expect(judge(task(1, 'b'), asked(before))).to.equal('look');
    expect(judge(task(1, 'b'), asked())).to.equal('emit');
  });

  it('has the service asked about an event that is older than what the last sync had seen', () => {
    guard.raiseFloor('tasks', at(10));

    expect(judge(task(9))).to.equal('look');
    expect(judge(task(9), asked())).to.equal('emit');
    expect(judge(task(10, 'b', 2))).to.equal('emit');
  });

  it('never lowers that bound', () => {
    guard.raiseFloor('tasks', at(10));
    guard.raiseFloor('tasks', at(5));

    expect(judge(task(9))).to.equal('look');
  });

  it('lets nothing of a deleted record through, from wherever it comes, also after a restart', async () => {
    await deletions.note(['tasks'], '1', at(3));

    expect([judge(task(9)), judge(task(9), asked())]).to.deep.equal(['drop', 'drop']);
    await deletions.close();
    deletions = await Deletions.open(folder);
    guard = new Guard(deletions);
    expect(judge(task(9))).to.equal('drop');
    expect(judge(task(9, 'a', 11))).to.equal('emit');
  });

  it('forgets what was not told of for longest, and takes what is newer than the bound as it comes', () => {
    guard = new Guard(deletions, 2);
    for (const id of [1, 2, 3]) judge(task(5, 'a', id));

    expect(judge(task(5, 'a', 1))).to.equal('emit');
    expect(judge(task(5, 'a', 3))).to.equal('drop');
  });

  it('counts records that go out although they should be looked at', () => {
    judge(task(1, 'a'));
    guard.accept(tasks, task(1, 'b'));

    expect(judge(task(1, 'b'))).to.equal('drop');
  });
});
