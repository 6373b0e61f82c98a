import {expect} from 'chai';
import {Kin} from '../../protocol/watch/kin.js';

const BELONGINGS = [
  {stream: 'projects', field: 'client_id', parent: 'clients'},
  {stream: 'tasks', field: 'project_id', parent: 'projects'},
  {stream: 'tasks', field: 'list_id', parent: 'lists'},
];

describe('Kin', () => {
  let kin: Kin;

  beforeEach(() => {
    kin = new Kin(BELONGINGS);
    kin.note('projects', '10', {client_id: 1});
    kin.note('tasks', '20', {project_id: 10, list_id: 5});
    kin.note('tasks', '21', {project_id: 10, list_id: null});
  });

  const below = (stream: string, key: string) =>
    kin.below(stream, key).map((one) => `${one.stream} ${one.key}`);

  it('finds what belongs to a row at every depth, once', () => {
    expect(below('clients', '1').sort()).to.deep.equal(['projects 10', 'tasks 20', 'tasks 21']);
    expect(below('lists', '5')).to.deep.equal(['tasks 20']);
    expect(kin.of('clients', '1').map(({key}) => key)).to.deep.equal(['10']);
  });

  it('knows where a row was moved', () => {
    kin.note('tasks', '20', {project_id: 11, list_id: 6});

    expect(below('projects', '10')).to.deep.equal(['tasks 21']);
    expect(below('lists', '5')).to.deep.equal([]);
    expect(below('projects', '11')).to.deep.equal(['tasks 20']);
  });

  it('forgets what is gone, and the oldest when there is too much', () => {
    kin.forget('tasks', '20');
    expect(below('projects', '10')).to.deep.equal(['tasks 21']);

    const small = new Kin(BELONGINGS, 2);
    for (const key of ['1', '2', '3']) small.note('tasks', key, {project_id: 10});
    expect(small.of('projects', '10').map(({key}) => key)).to.deep.equal(['2', '3']);
  });
});
