import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {followLinks} from '../../protocol/rest/linked-pages.js';

const url = new URL('https://acme.test/v2/clients?per_page=2');

function rows(...ids: number[]): JsonObject[] {
  return ids.map((id) => ({id}));
}

describe('followLinks', () => {
  it('reads rows, total and page size', () => {
    const body = {clients: rows(1, 2), total_entries: 5, per_page: 2, links: {next: null}};

    expect(followLinks(body, 'clients', url)).to.deep.equal({
      rows: rows(1, 2),
      total: 5,
      size: 2,
      isLast: false,
      next: undefined,
    });
  });

  it('follows links.next of a cursor-paged list, whose page numbers are null', () => {
    const body = {
      clients: [],
      next_page: null,
      page: null,
      links: {next: 'https://acme.test/v2/clients?cursor=a'},
    };

    expect(followLinks(body, 'clients', url)?.next).to.equal('https://acme.test/v2/clients?cursor=a');
  });

  it('follows links.next of a numbered list', () => {
    const body = {clients: [], page: 1, next_page: 2, links: {next: 'https://acme.test/v2/clients?page=2'}};

    expect(followLinks(body, 'clients', url)?.next).to.equal('https://acme.test/v2/clients?page=2');
  });

  it('believes the links rather than the page number', () => {
    const body = {clients: [], next_page: 2, links: {next: null}};

    expect(followLinks(body, 'clients', url)?.next).to.equal(undefined);
  });

  for (const links of [undefined, null] as const) {
    it(`makes the next address of the page number where links are ${links}`, () => {
      const body = {clients: [], next_page: 3, ...(links === undefined ? {} : {links})};

      expect(followLinks(body, 'clients', url)?.next).to.equal(
        'https://acme.test/v2/clients?per_page=2&page=3',
      );
    });
  }

  for (const [what, body] of [
    ['neither links nor a page number', {clients: []}],
    ['no next page', {clients: [], next_page: null}],
    ['an empty link', {clients: [], links: {next: ''}}],
  ] as const) {
    it(`sees the last page in ${what}`, () => {
      expect(followLinks(body as unknown as JsonObject, 'clients', url)?.next).to.equal(undefined);
    });
  }

  for (const [what, body] of [
    ['no list', {}],
    ['null', {clients: null}],
    ['an object', {clients: {id: 1}}],
    ['text', {clients: 'none'}],
    ['a list of numbers', {clients: [1, 2]}],
    ['a list with a null in it', {clients: [{id: 1}, null]}],
  ] as [string, JsonObject][]) {
    it(`finds no page in a body that has ${what}`, () => {
      expect(followLinks(body, 'clients', url)).to.equal(undefined);
    });
  }

  it('knows neither total nor size where they are no numbers', () => {
    const page = followLinks({clients: [], total_entries: '5', per_page: null}, 'clients', url);

    expect(page).to.include({total: undefined, size: undefined});
  });
});
