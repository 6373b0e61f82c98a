import {expect} from 'chai';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {WantedStream} from '../../protocol/core/source.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';
import {LocalServers} from '../support/client.js';
import {type Manners, NumberedService, numberedRows} from '../support/numbered.js';
import {numberedFacts, readOf, SIGNPOST} from '../support/rest.js';

interface Project {
  id: number;
}
interface Row {
  id: number;
  project_id: number | null;
  updated_on: string | null;
}
interface Records {
  projects: Project;
  files: Row;
  remarks: Row;
  answers: Row;
}

const stream = streamsOf<Records>();
const projects = stream.list('projects', {keyProperties: ['id']});

/** A list below each project that is told apart by a parameter. */
const files = stream.child('files', {
  parent: projects,
  path: 'files',
  partition: ({id}) => ({project_id: id}),
  params: ({project_id}) => ({project_id: Number(project_id)}),
  visit: 'all',
  keyProperties: ['id'],
  replicationKey: 'updated_on',
});

/** Threads are no stream; two streams are made of what they hold. */
const threads = stream.link<Row, Project>('threads', {
  parent: projects,
  path: 'threads',
  partition: ({id}) => ({project_id: id ?? null}),
  params: ({project_id}) => ({project_id: Number(project_id)}),
});
const onThreads = {
  parent: threads,
  relation: {name: 'notes', many: true, apart: undefined},
  keyProperties: ['id'],
  replicationKey: 'updated_on',
} as const;
const notesOf = (thread: object, kind: string): JsonObject[] => {
  const held: unknown = Reflect.get(thread, 'notes');
  const notes = Array.isArray(held) ? held.filter(isObject) : [];
  return notes
    .filter((note) => note.kind === kind)
    .map((note) => ({...note, thread: Reflect.get(thread, 'id')}));
};
const remarks = stream.derived('remarks', {...onThreads, rows: (thread) => notesOf(thread, 'remark')});
const answers = stream.derived('answers', {...onThreads, rows: (thread) => notesOf(thread, 'answer')});

const OLD = '2026-01-01T00:00:00Z';
const BOOKMARK = '2026-06-01T00:00:00Z';
const NEW = '2026-09-01T00:00:00Z';

describe('Lists below the rows of another one', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  const LISTS = {
    projects: numberedRows(2),
    files: [
      {id: 11, project_id: 1, updated_on: OLD},
      {id: 12, project_id: 1, updated_on: NEW},
      {id: 21, project_id: 2, updated_on: NEW},
    ],
    threads: [
      {id: 31, project_id: 1, notes: [{id: 1, kind: 'remark', updated_on: OLD}]},
      {
        id: 32,
        project_id: 2,
        notes: [
          {id: 2, kind: 'remark', updated_on: NEW},
          {id: 3, kind: 'answer', updated_on: NEW},
        ],
      },
    ],
  };

  async function read(wanted: Record<string, Partial<WantedStream>>, manners: Manners = {}) {
    const service = await new NumberedService(structuredClone(LISTS), manners).start(servers);
    const declared = [projects, files, remarks, answers];
    const told = await readOf(declared, numberedFacts(service.url), wanted);
    const visits = service.asked.filter(({path, page}) => path !== 'projects' && page === 0);
    return {told, visits: visits.map(({text}) => text)};
  }

  const recent: Partial<WantedStream> = {bookmark: {last_full_pass: SIGNPOST}, value: BOOKMARK};

  it('are asked for with the parameters that pick them', async () => {
    const {told, visits} = await read({files: {}});

    expect(told.rows('files').map(({id, project_id}) => [id, project_id])).to.deep.equal([
      [11, 1],
      [12, 1],
      [21, 2],
    ]);
    expect(visits).to.deep.equal(['files?project_id=1&page=0&size=4', 'files?project_id=2&page=0&size=4']);
  });

  it('are visited in each run, and what did not change is left out', async () => {
    const {told, visits} = await read({files: recent});

    expect(visits).to.have.lengthOf(2);
    expect(told.ids('files')).to.deep.equal([12, 21]);
  });

  it('are remembered up to their newest record, and no full pass is', async () => {
    const {told} = await read({files: recent});

    expect(told.value('files')).to.equal(undefined);
    expect(told.bookmark('files')).to.not.have.property('last_full_pass');
  });

  it('bring everything when a full pass is due, which is then remembered', async () => {
    const {told} = await read({files: {bookmark: {last_full_pass: '2026-11-01T00:00:00Z'}, value: BOOKMARK}});

    expect(told.ids('files')).to.deep.equal([11, 12, 21]);
    expect(told.bookmark('files')).to.include({last_full_pass: SIGNPOST});
  });

  it('are read once for all streams that are made of their rows', async () => {
    const {told, visits} = await read({remarks: {}, answers: {}});

    expect(told.rows('remarks').map(({id, thread}) => [id, thread])).to.deep.equal([
      [1, 31],
      [2, 32],
    ]);
    expect(told.ids('answers')).to.deep.equal([3]);
    expect(visits).to.deep.equal([
      'threads?project_id=1&with=notes&page=0&size=4',
      'threads?project_id=2&with=notes&page=0&size=4',
    ]);
  });

  it('leave out what did not change since the bookmark of each stream', async () => {
    const {told} = await read({remarks: recent, answers: {...recent, value: '2026-10-01T00:00:00Z'}});

    expect(told.ids('remarks')).to.deep.equal([2]);
    expect(told.ids('answers')).to.deep.equal([]);
  });

  it('bring all streams on together, in position and in the end', async () => {
    const {told} = await read({remarks: {}, answers: {}});

    for (const name of ['remarks', 'answers']) {
      const positions = told.readings.flatMap((reading) =>
        reading.kind === 'progress' && reading.stream === name ? [reading.bookmark.position] : [],
      );
      expect(positions.map((one) => isObject(one) && one.after)).to.deep.equal([1, 2]);
      expect(told.bookmark(name)).to.have.property('position', undefined);
    }
  });

  it('are remembered up to the beginning of an interrupted pass that was continued', async () => {
    const position = {after: 1, began: '2026-11-20T09:00:00Z', full: false};
    const wanted = {...recent, bookmark: {last_full_pass: SIGNPOST, position}};
    const {told} = await read({remarks: wanted, answers: wanted});

    expect(told.value('remarks')).to.equal('2026-11-20T09:00:00Z');
  });

  it('are begun anew where the streams do not agree how far they got', async () => {
    const position = {after: 1, began: '2026-11-20T09:00:00Z', full: false};
    const {told, visits} = await read({
      remarks: {...recent, bookmark: {last_full_pass: SIGNPOST, position}},
      answers: recent,
    });

    expect(visits).to.have.lengthOf(2);
    expect(told.value('remarks')).to.equal(undefined);
  });

  it('fail all streams that are made of them', async () => {
    const {told} = await read(
      {remarks: {}, answers: {}, projects: {}},
      {
        answer: ({path}) => (path === 'threads' ? {body: {error: 'none'}} : undefined),
      },
    );

    expect(told.end('remarks')).to.match(/^failed: .*without a list called "threads"/);
    expect(told.end('answers')).to.match(/^failed: .*without a list called "threads"/);
    expect(told.end('projects')).to.be.an('object');
  });
});
