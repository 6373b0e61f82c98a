import type {JsonObject} from '../core/json.js';
import type {Params} from './declaration.js';

/** Objects that a service embeds in the rows of a list when they are asked for. */
export interface Relation {
  /** What to ask for, and the field that then holds the objects. */
  readonly name: string;
  /** Whether it is a list of children, as against one parent. */
  readonly many: boolean;
  /** How the same objects are had by requests of their own; undefined where no way is known. */
  readonly apart: ApartChildren | ApartParent | undefined;
  /** Whether a row must have such children, so that an empty list is suspicious; default: no row must. */
  readonly isDue?: (row: JsonObject) => boolean;
  /** Puts an embedded object into the form that its schema describes. */
  readonly adapt?: (row: JsonObject) => JsonObject;
}

/** A list of the children, narrowed to those of one row. */
export interface ApartChildren {
  readonly path: string;
  readonly rootKeys?: readonly string[];
  /** The parameter that takes the row's id. */
  readonly param: string;
  /** The children's field that holds it, by which those of other rows are told apart in case the service sends them. */
  readonly field: string;
}

/** The parent by its id, which stands in one of the row's fields. */
export interface ApartParent {
  readonly path: string;
  readonly rootKeys?: readonly string[];
  readonly field: string;
}

/** The parameters that narrow a list of children to those of one row. */
export function paramsApart({param}: ApartChildren, id: number): Params {
  return {[param]: id};
}
