import {badRequest} from './refusals.js';

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'not in' | 'like' | 'not like';

/** A value as written: bare words keep their meaning only without quotes. */
export interface Literal {
  text: string;
  isQuoted: boolean;
}

export interface Condition {
  /** Relations, then a field. */
  path: string[];
  operator: Operator;
  values: Literal[];
}

type Token = {kind: 'word' | 'quoted' | 'sign'; text: string};

const TOKEN = /\s*(?:"([^"]*)"|'([^']*)'|(<>|!=|>=|<=|[=<>(),])|([^\s"'=<>!(),]+))/y;

/**
 * Reads a `where`: conditions joined by `and`, which is all that is documented. There is no `or`, no grouping
 * and no way to escape a quote. (API docs, Filtering)
 */
export function parseWhere(text: string): Condition[] {
  const tokens = tokenize(text);
  let at = 0;
  const next = (): Token => {
    const token = tokens[at];
    if (!token) throw syntaxError();
    at += 1;
    return token;
  };
  const expectSign = (text: string): void => {
    const token = next();
    if (token.kind !== 'sign' || token.text !== text) throw syntaxError();
  };

  const conditions: Condition[] = [];
  for (;;) {
    const field = next();
    if (field.kind !== 'word' || !/^\w+(\.\w+){0,3}$/.test(field.text)) throw syntaxError();
    const operator = operatorFrom(next);
    const values: Literal[] = [];
    if (operator === 'in' || operator === 'not in') {
      expectSign('(');
      for (let isOpen = true; isOpen; ) {
        values.push(literal(next()));
        const after = next();
        if (after.kind !== 'sign' || (after.text !== ',' && after.text !== ')')) throw syntaxError();
        isOpen = after.text === ',';
      }
    } else {
      values.push(literal(next()));
    }
    conditions.push({path: field.text.split('.'), operator, values});
    if (at === tokens.length) return conditions;

    const joint = next();
    if (joint.kind !== 'word' || joint.text !== 'and') throw syntaxError();
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) throw syntaxError();
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) tokens.push({kind: 'quoted', text: quoted});
    else if (match[3] !== undefined) tokens.push({kind: 'sign', text: match[3]});
    else tokens.push({kind: 'word', text: match[4] ?? ''});
  }
  return tokens;
}

function operatorFrom(next: () => Token): Operator {
  const token = next();
  if (token.kind === 'sign') return signOperator(token.text);
  if (token.kind !== 'word') throw syntaxError();
  if (token.text === 'in' || token.text === 'like') return token.text;
  if (token.text !== 'not') throw syntaxError();

  const second = next();
  if (second.kind === 'word' && second.text === 'in') return 'not in';
  if (second.kind === 'word' && second.text === 'like') return 'not like';
  throw syntaxError();
}

function signOperator(sign: string): Operator {
  switch (sign) {
    case '=':
    case '!=':
    case '>':
    case '>=':
    case '<':
    case '<=':
      return sign;
    case '<>':
      return '!=';
    default:
      throw syntaxError();
  }
}

function literal(token: Token): Literal {
  if (token.kind === 'sign') throw syntaxError();
  return {text: token.text, isQuoted: token.kind === 'quoted'};
}

function syntaxError(): Error {
  return badRequest('Invalid where condition.');
}
