/** What became of one thing in a file of another connector. */
export interface Item {
  readonly part: 'config' | 'catalog' | 'state';
  /** Its name there; undefined for what is new here. */
  readonly theirs?: string;
  /** Its name here; undefined for what was kept out. */
  readonly ours?: string;
  readonly how: How;
  /** Why, or what differs. Never a value that could be secret. */
  readonly note?: string;
}

/** `same` and `translated` are sure; `new` is what the other connector does not have. */
export type How = 'same' | 'translated' | 'approximate' | 'guessed' | 'left out' | 'new';

/** What came of one file. */
export interface Translated<Content> {
  readonly content: Content;
  readonly items: readonly Item[];
}

/** An item with several remarks, those that are undefined or empty left out. */
export function item(
  part: Item['part'],
  theirs: string,
  ours: string | undefined,
  how: How,
  ...notes: readonly (string | undefined)[]
): Item {
  const note = notes.filter((one) => one !== undefined && one !== '').join('; ');
  return {
    part,
    theirs,
    ...(ours === undefined ? {} : {ours}),
    how,
    ...(note === '' ? {} : {note}),
  };
}

/** Whether a thing is called the same on both sides. */
export function named(theirs: string, ours: string): 'same' | 'translated' {
  return theirs === ours ? 'same' : 'translated';
}
