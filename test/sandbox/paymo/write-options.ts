/** How the service takes writes, where nobody has confirmed it. */
export interface WriteOptions {
  /** Fields that are read-only and sent nevertheless (undocumented). @default 'ignored' */
  readonlyFields?: 'ignored' | 'refused';
  /** Fields that can only be said when a row is made, in an update. @default 'ignored' */
  createOnlyFields?: 'ignored' | 'refused';
  /** Fields of which the documentation and clients disagree whether they can be written. @default 'writable' */
  uncertainFields?: 'writable' | 'readonly';
  /** Whether `null` empties a field; otherwise it is a 400 (unconfirmed). @default 'clears' */
  nullValue?: 'clears' | 'refused';
  /** What a key that leads nowhere is answered with. @default 400 */
  danglingKey?: 400 | 404;
  /** What comes with the 200 of a delete: nothing, `{}`, or the object as it was. @default 'empty' */
  deleteBody?: 'empty' | 'object' | 'envelope';
  /** Whether POST on an object updates it, as PUT does; otherwise it is a 404. @default true */
  updateByPost?: boolean;
  /** The header of a 201. @default 'absolute' */
  location?: 'absolute' | 'relative' | 'absent';
  /** A new `duration` for a timed entry. @default 'ignored' */
  timedDuration?: 'ignored' | 'refused';
  /** Whether a bulk entry can become a timed one, or the other way round (unconfirmed). @default 'refused' */
  entryKind?: 'refused' | 'changes';
  /** What time on an archived project is answered with. @default 400 */
  archivedProject?: 400 | 403;
  /** Whether `complete` and `status_id` of a task move together (docs; issue #24 says no). @default true */
  statusFollowsComplete?: boolean;
  /** Whether a new main contact takes the place of the one before (unconfirmed). @default true */
  singleMainContact?: boolean;
  /** An assignment that is there already. @default 'refused' */
  secondAssignment?: 'refused' | 'made';
  /** What lines read back as their `seq`; one client sees them counted from 0. @default 'kept' */
  lineSeq?: 'kept' | 'from-zero';
  /** Whether `updated_on` of hours and expenses moves when they are billed (unconfirmed). @default true */
  billingTouchesWork?: boolean;
  /** Whether a status that is sent with a new invoice or estimate counts; otherwise it starts as a draft. @default 'draft' */
  statusOnCreate?: 'draft' | 'kept';
  /** Whether templates of documents can do without `html`. @default true */
  htmlOptional?: boolean;
  /** What the plan has room for. @default everything */
  plan?: {projects?: number; users?: number};
}

export const WRITE_DEFAULTS: Required<WriteOptions> = {
  readonlyFields: 'ignored',
  createOnlyFields: 'ignored',
  uncertainFields: 'writable',
  nullValue: 'clears',
  danglingKey: 400,
  deleteBody: 'empty',
  updateByPost: true,
  location: 'absolute',
  timedDuration: 'ignored',
  entryKind: 'refused',
  archivedProject: 400,
  statusFollowsComplete: true,
  singleMainContact: true,
  secondAssignment: 'refused',
  lineSeq: 'kept',
  billingTouchesWork: true,
  statusOnCreate: 'draft',
  htmlOptional: true,
  plan: {},
};
