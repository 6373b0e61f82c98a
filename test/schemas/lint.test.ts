import {expect} from 'chai';
import {lintSchema, lintSchemaFile} from '../support/schema-lint.js';

/** What the linter says about a stream called `things` with an `id` and these properties. */
function lint(properties: Record<string, unknown>): string[] {
  return lintSchema('things', {type: 'object', properties: {id: {type: 'integer'}, ...properties}}, ['id']);
}

const text = {type: ['null', 'string']};

describe('the schema linter', () => {
  it('has nothing to say about a schema that keeps to the dialect', () => {
    const properties = {
      spent_date: {type: ['null', 'string'], format: 'date', description: 'The day the work was done.'},
      updated_at: {type: ['null', 'string'], format: 'date-time'},
      hours: {type: ['null', 'number']},
      is_billed: {type: ['null', 'boolean']},
      user: {type: ['null', 'object'], properties: {id: {type: ['null', 'integer']}, name: text}},
      anything: {type: ['null', 'object'], properties: {}},
      lines: {type: ['null', 'array'], items: {type: ['null', 'object'], properties: {kind: text}}},
    };

    expect(lint(properties)).to.deep.equal([]);
  });

  it('lets a key be a date', () => {
    const schema = {type: 'object', properties: {from: {type: 'string', format: 'date'}}};

    expect(lintSchema('report', schema, ['from'])).to.deep.equal([]);
  });

  describe('wants a stream', () => {
    it('to have a name that survives as the name of a table', () => {
      const schema = {type: 'object', properties: {id: {type: 'integer'}}};

      expect(lintSchema('time-entries', schema, ['id'])).to.deep.equal([
        'time-entries is not a plain name for a stream.',
      ]);
    });

    it('to have an object for a schema', () => {
      expect(lintSchema('things', [], [])).to.deep.equal(['things is not a schema.']);
      expect(lintSchema('things', null, [])).to.deep.equal(['things is not a schema.']);
    });

    it('to be of type object, and never null', () => {
      expect(lintSchema('things', {type: ['null', 'object'], properties: {}}, [])).to.deep.equal([
        'things is not of type "object".',
      ]);
    });

    it('to have properties', () => {
      expect(lintSchema('things', {type: 'object'}, [])).to.deep.equal(['things has no map of properties.']);
    });

    it('to use no keyword that a target may choke on', () => {
      const schema = {type: 'object', properties: {id: {type: 'integer'}}, additionalProperties: false};

      expect(lintSchema('things', schema, ['id'])).to.deep.equal([
        'things uses additionalProperties, which not every target survives.',
      ]);
    });

    it('to have its key properties', () => {
      const schema = {type: 'object', properties: {id: {type: 'integer'}}};

      expect(lintSchema('things', schema, ['id', 'user_id'])).to.deep.equal([
        'things lacks its key property user_id.',
      ]);
    });
  });

  describe('wants a key', () => {
    it('never to be null', () => {
      expect(lint({id: {type: ['null', 'integer']}})).to.deep.equal([
        'things.id is a key and needs one plain scalar type.',
      ]);
    });

    it('to have its type written plainly, without a list', () => {
      expect(lint({id: {type: ['integer']}})).to.deep.equal([
        'things.id is a key and needs one plain scalar type.',
      ]);
    });

    it('to be a scalar', () => {
      expect(lint({id: {type: 'object', properties: {}}})).to.deep.equal([
        'things.id is a key and needs one plain scalar type.',
      ]);
    });
  });

  describe('wants a property', () => {
    it('to be described by an object', () => {
      expect(lint({name: true})).to.deep.equal(['things.name is not a schema.']);
    });

    it('to have a type', () => {
      expect(lint({name: {description: 'Anything.'}})).to.deep.equal(['things.name has no type.']);
    });

    it('to have a type that JSON Schema knows', () => {
      expect(lint({hours: {type: ['null', 'decimal']}})).to.deep.equal([
        'things.hours has the unknown type "decimal".',
      ]);
    });

    it('to allow null', () => {
      expect(lint({name: {type: 'string'}})).to.deep.equal(['things.name does not allow null.']);
    });

    it('to have one type besides null', () => {
      expect(lint({amount: {type: ['null', 'string', 'number']}})).to.deep.equal([
        'things.amount has more than one type besides null.',
      ]);
    });

    it('to be more than null', () => {
      expect(lint({name: {type: 'null'}})).to.deep.equal(['things.name has no type besides null.']);
    });

    it('to have a name that survives as the name of a column', () => {
      expect(lint({'hourly-rate': text})).to.deep.equal([
        'things.hourly-rate is not a plain name for a property.',
      ]);
      expect(lint({'2nd_tax': text})).to.deep.equal(['things.2nd_tax is not a plain name for a property.']);
    });

    it('to have a name that stays unique in lower case', () => {
      expect(lint({ID: text})).to.deep.equal(['things.ID differs from id only in case.']);
    });

    it("to keep out of the target's own columns", () => {
      expect(lint({_sdc_deleted_at: text})).to.deep.equal([
        "things._sdc_deleted_at starts with _sdc_, as only a target's own columns do.",
      ]);
    });

    for (const name of ['properties', 'items', 'anyOf']) {
      it(`not to be called ${name}`, () => {
        expect(lint({[name]: text})).to.deep.equal([`things.${name} has the name of a JSON Schema keyword.`]);
      });
    }
  });

  describe('wants an object', () => {
    it('to say its properties', () => {
      expect(lint({user: {type: ['null', 'object']}})).to.deep.equal([
        'things.user has no map of properties.',
      ]);
    });

    it('to say them as a map', () => {
      expect(lint({user: {type: ['null', 'object'], properties: ['name']}})).to.deep.equal([
        'things.user has no map of properties.',
      ]);
    });

    it('to keep to the dialect inside', () => {
      expect(lint({user: {type: ['null', 'object'], properties: {id: {type: 'integer'}}}})).to.deep.equal([
        'things.user.id does not allow null.',
      ]);
    });

    it('and nothing else, to have properties', () => {
      expect(lint({user: {type: ['null', 'string'], properties: {}}})).to.deep.equal([
        'things.user has properties without being an object.',
      ]);
    });
  });

  describe('wants an array', () => {
    it('to say its items', () => {
      expect(lint({roles: {type: ['null', 'array']}})).to.deep.equal(['things.roles has no items.']);
    });

    it('to have one kind of item rather than a tuple', () => {
      expect(lint({roles: {type: ['null', 'array'], items: [text]}})).to.deep.equal([
        'things.roles[] is not a schema.',
      ]);
    });

    it('to say the type of its items', () => {
      expect(lint({roles: {type: ['null', 'array'], items: {}}})).to.deep.equal([
        'things.roles[] has no type.',
      ]);
    });

    it('to allow null among its items', () => {
      expect(lint({roles: {type: ['null', 'array'], items: {type: 'string'}}})).to.deep.equal([
        'things.roles[] does not allow null.',
      ]);
    });

    it('to keep to the dialect inside', () => {
      const items = {type: ['null', 'object'], properties: {id: {}}};

      expect(lint({lines: {type: ['null', 'array'], items}})).to.deep.equal([
        'things.lines[].id has no type.',
      ]);
    });

    it('and nothing else, to have items', () => {
      expect(lint({roles: {type: ['null', 'string'], items: text}})).to.deep.equal([
        'things.roles has items without being an array.',
      ]);
    });
  });

  describe('wants a format', () => {
    for (const format of ['time', 'email', 'uri', 'uuid', 'singer.decimal']) {
      it(`not to be ${format}`, () => {
        expect(lint({value: {type: ['null', 'string'], format}})).to.deep.equal([
          `things.value has the unsafe format "${format}".`,
        ]);
      });
    }

    it('only on strings', () => {
      expect(lint({updated_at: {type: ['null', 'integer'], format: 'date-time'}})).to.deep.equal([
        'things.updated_at has a format without being a string.',
      ]);
    });
  });

  const forbidden = {
    $ref: '#/definitions/user',
    definitions: {},
    required: ['name'],
    additionalProperties: false,
    patternProperties: {},
    anyOf: [text],
    oneOf: [text],
    allOf: [text],
    not: text,
    enum: ['draft', 'open'],
    const: 'draft',
    pattern: '^a',
    multipleOf: 0.01,
    minimum: 0,
    maximum: 9,
    exclusiveMinimum: 0,
    exclusiveMaximum: 9,
    minLength: 1,
    maxLength: 255,
    minItems: 1,
    maxItems: 9,
    uniqueItems: true,
    nullable: true,
    secret: true,
  };
  for (const [keyword, value] of Object.entries(forbidden)) {
    it(`refuses ${keyword}`, () => {
      expect(lint({state: {...text, [keyword]: value}})).to.deep.equal([
        `things.state uses ${keyword}, which not every target survives.`,
      ]);
    });
  }

  it('tells everything that is wrong at once', () => {
    expect(lint({name: {}, hours: {type: 'number', multipleOf: 0.01}})).to.deep.equal([
      'things.name has no type.',
      'things.hours uses multipleOf, which not every target survives.',
      'things.hours does not allow null.',
    ]);
  });
});

describe('the linter of schema files', () => {
  it('lets a property be marked as secret', () => {
    expect(lintFile({token: {...text, secret: true}})).to.deep.equal([]);
  });

  it('finds what the linter of schemas finds', () => {
    expect(lintFile({token: {type: 'string', secret: true}})).to.deep.equal([
      'things.token does not allow null.',
    ]);
  });

  it('wants the mark to be true', () => {
    expect(lintFile({token: {...text, secret: 'yes'}})).to.deep.equal([
      'things.token is marked as secret by something else than true.',
    ]);
  });

  it('wants no mark on a key', () => {
    expect(lintFile({id: {type: 'integer', secret: true}})).to.deep.equal([
      "things.id is a key and can't be secret.",
    ]);
  });

  it("wants marks on the stream's own properties alone", () => {
    const user = {type: ['null', 'object'], properties: {token: {...text, secret: true}}};

    expect(lintFile({user})).to.deep.equal([
      'things.user.token uses secret, which not every target survives.',
    ]);
  });
});

/** What the linter of files says about a stream called `things` with an `id` and these properties. */
function lintFile(properties: Record<string, unknown>): string[] {
  const file = {type: 'object', properties: {id: {type: 'integer'}, ...properties}};
  return lintSchemaFile('things', file, ['id']);
}
