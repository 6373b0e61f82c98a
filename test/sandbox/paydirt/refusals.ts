import type {Reply} from '../common/reply.js';
import {empty, html, json, Refusal} from '../common/reply.js';
import type {Settings} from './options.js';

export function unauthorized(settings: Settings): Refusal {
  return new Refusal(refusal(401, 'Unauthorized', settings));
}

export function forbidden(settings: Settings): Refusal {
  return new Refusal(refusal(403, 'Forbidden', settings));
}

/** The API shares its host with the web application, whose pages this looks like. */
export function noSuchPage(): Refusal {
  return new Refusal(html(404, 'The page you were looking for doesn’t exist (404)'));
}

/** Invalid, or about a record that is not the account's: the status is the same. (API docs, introduction) */
export function invalid(field: string, sentence: string, {errorElements}: Settings): Refusal {
  const errors = {
    strings: [sentence],
    objects: [{field, message: sentence}],
    'by-field': {[field]: [sentence]},
  };
  return new Refusal(json({errors: errors[errorElements]}, 422));
}

function refusal(status: number, reason: string, {refusalBody}: Settings): Reply {
  switch (refusalBody) {
    case 'json':
      return json({error: reason}, status);
    case 'html':
      return html(status, reason);
    case 'empty':
      return empty(status);
  }
}
