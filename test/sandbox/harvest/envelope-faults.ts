import {isObject} from '../common/fault-replies.js';
import type {BodyChange, CommonFault} from '../common/faults.js';
import type {Fault} from './faults.js';

/** A fault of Harvest's envelopes as the change of the body that it is; the others as they are. */
export function translate(fault: Fault, requested: string): CommonFault {
  switch (fault.kind) {
    case 'total':
      return {kind: 'body', change: (body) => ({...body, total_entries: fault.total})};
    case 'next':
      return {kind: 'body', change: nextChange(fault.link, requested)};
    default:
      return fault;
  }
}

function nextChange(link: string, requested: string): BodyChange {
  return (body) => {
    if (link === 'absent') {
      const {links: _links, next_page: _next, previous_page: _previous, page: _page, ...rest} = body;
      return rest;
    }
    const links = isObject(body.links) ? body.links : {};
    if (link === 'none') return {...body, next_page: null, links: {...links, next: null}};
    return {...body, links: {...links, next: link === 'loop' ? requested : link}};
  };
}
