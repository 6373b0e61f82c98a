import {at} from '../common/random.js';
import type {Collection, Row} from './collections.js';
import {numberOf} from './collections.js';
import {secret} from './secrets.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

/** Discussions, files, and the threads of comments on both and on tasks. */
export function seedTalk(seed: Seed): void {
  const {store} = seed;
  const {data} = store;
  const {discussions, files, comments} = store.settings.size;
  for (let index = 0; index < discussions; index += 1) {
    seed.add('discussions', 0.5 + (index / discussions) * 0.4, {
      name: `Question ${index + 1}`,
      description: at(['<p>Who has the <em>old</em> design?</p>', '', null], index),
      project_id: at(data.projects, index).id,
      user_id: at(data.users, index).id,
      ...(index % 2 === 0 ? {comments_count: 0} : {}),
    });
  }
  // First those that comments hang on, then comments, then the files on comments.
  const early = Math.ceil(files * 0.75);
  for (let index = 0; index < early; index += 1) seedFile(seed, index, attachment(seed, index));
  seedThreads(seed);
  for (let index = 0; index < comments && data.threads.length > 0; index += 1)
    seedComment(seed, index, comments);
  for (let index = early; index < files; index += 1) seedFile(seed, index, onComment(seed, index));
}

/** What a file hangs on: one of these keys, or none and a token instead. (API docs, Files) */
function attachment({store}: Seed, index: number): Changes {
  const {data} = store;
  const onProject = {project_id: at(data.projects, index).id};
  switch (index % 6) {
    case 0: {
      const task = at(data.tasks, index);
      task.files_count = numberOf(task, 'files_count') + 1;
      return {project_id: numberOf(task, 'project_id'), task_id: task.id};
    }
    case 1: {
      if (data.discussions.length === 0) return onProject;
      const discussion = at(data.discussions, index);
      return {project_id: numberOf(discussion, 'project_id'), discussion_id: discussion.id};
    }
    case 2:
      return onProject;
    case 3:
      if (data.expenses.length === 0) return onProject;
      // A receipt belongs to no project, so no list of a project's files has it.
      return {project_id: null, expense_id: at(data.expenses, index).id};
    case 4:
      return {token: secret(`file-token-${index}`)};
    default: {
      const task = at(data.tasks, index * 2);
      return {
        project_id: numberOf(task, 'project_id'),
        task_id: task.id,
        external_url: `https://drive.example.com/${index}`,
        external_service: 'gdrive',
        download_url: `https://drive.example.com/${index}/download?key=${secret('external-file')}`,
      };
    }
  }
}

function onComment({store}: Seed, index: number): Changes {
  if (store.data.comments.length === 0) return {project_id: at(store.data.projects, index).id};
  const comment = at(store.data.comments, index);
  const thread = store.get('threads', numberOf(comment, 'thread_id'));
  return {project_id: numberOf(thread, 'project_id'), comment_id: comment.id};
}

function seedFile(seed: Seed, index: number, place: Changes): void {
  const id = seed.store.nextId('files');
  const isImage = index % 2 === 0;
  const folder = 'https://app.paymoapp.com/assets/13980/files';
  seed.add('files', 0.5 + (index % 45) / 100, {
    id,
    original_filename: isImage ? `Scan ${index}.png` : `Text ${index}.pdf`,
    user_id: at(seed.store.data.users, index).id,
    ...place,
    size: String(10_000 + index * 377),
    mime: isImage ? 'image/jpeg' : 'application/pdf',
    description: '',
    file: `${folder}/${id}.${isImage ? 'png' : 'pdf'}`,
    ...(isImage
      ? {
          image_thumb_large: `${folder}/thumbs/large/${id}.png`,
          image_thumb_medium: `${folder}/thumbs/medium/${id}.png`,
          image_thumb_small: `${folder}/thumbs/small/${id}.png`,
        }
      : {}),
    tags: index % 5 === 1 ? ['final'] : [],
  });
}

function seedThreads(seed: Seed): void {
  const {data} = seed.store;
  const thread = (collection: Collection, key: string, every: number): void => {
    const rows: Row[] = data[collection];
    for (const [index, row] of rows.entries()) {
      if (index % every !== 0 || typeof row.project_id !== 'number') continue;
      seed.add('threads', 0.6 + (index % 30) / 100, {project_id: row.project_id, [key]: row.id});
    }
  };
  thread('tasks', 'task_id', 4);
  thread('discussions', 'discussion_id', 2);
  thread('files', 'file_id', 7);
}

function seedComment(seed: Seed, index: number, count: number): void {
  const {store} = seed;
  const thread = at(store.data.threads, index * 3);
  seed.add('comments', 0.7 + (index / count) * 0.3, {
    thread_id: thread.id,
    user_id: at(store.data.users, index).id,
    content: at(['Looks good', '<p>Please change the <b>button</b></p>', 'See the “new” file', ''], index),
  });
  const place: [Collection, string][] = [
    ['tasks', 'task_id'],
    ['discussions', 'discussion_id'],
  ];
  for (const [collection, key] of place) {
    const id = thread[key];
    const row = typeof id === 'number' ? store.find(collection, id) : undefined;
    if (row && 'comments_count' in row) row.comments_count = numberOf(row, 'comments_count') + 1;
  }
}
