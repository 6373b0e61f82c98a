import {expect} from 'chai';
import {advancedAuth} from '../../protocol/cli/airbyte/advanced-auth.js';
import {connectionSpecification, specification} from '../../protocol/cli/airbyte/spec.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {bodyOf, objectIn} from '../support/airbyte.js';
import {messagesIn} from '../support/messages.js';
import {runTap} from '../support/process.js';

/** What `path_in_connector_config` says of each member of a part. */
function pathsOf(part: unknown): unknown[] {
  const properties = objectIn(objectIn(part as JsonObject).properties);
  return Object.values(properties).map((text) => objectIn(text).path_in_connector_config);
}

describe('advanced_auth', () => {
  const advanced = objectIn(advancedAuth(harvest));
  const {oauth_config_specification} = advanced;
  const parts = objectIn(oauth_config_specification);
  const ways = () => {
    const {oneOf} = objectIn(objectIn(connectionSpecification(harvest).properties).credentials);
    return (oneOf as JsonObject[]).map(objectIn);
  };
  const chosen = () =>
    objectIn(ways().find(({properties}) => objectIn(objectIn(properties).auth_type).const === 'oauth'));

  it('names OAuth 2 and the constant that chooses it in the form', () => {
    expect(advanced).to.deep.include({
      auth_flow_type: 'oauth2.0',
      predicate_key: ['credentials', 'auth_type'],
      predicate_value: 'oauth',
    });
    expect(objectIn(chosen().properties).auth_type).to.include({const: advanced.predicate_value});
  });

  it('takes id and secret from the platform, and the refresh token from whoever signs in', () => {
    expect(parts).to.deep.equal({
      complete_oauth_output_specification: {
        type: 'object',
        additionalProperties: false,
        properties: {
          refresh_token: {type: 'string', path_in_connector_config: ['credentials', 'refresh_token']},
        },
      },
      complete_oauth_server_input_specification: {
        type: 'object',
        additionalProperties: false,
        properties: {client_id: {type: 'string'}, client_secret: {type: 'string'}},
      },
      complete_oauth_server_output_specification: {
        type: 'object',
        additionalProperties: false,
        properties: {
          client_id: {type: 'string', path_in_connector_config: ['credentials', 'client_id']},
          client_secret: {type: 'string', path_in_connector_config: ['credentials', 'client_secret']},
        },
      },
    });
  });

  it('fills everything in that this way requires, at places that the form has', () => {
    const filled = [
      ...pathsOf(parts.complete_oauth_output_specification),
      ...pathsOf(parts.complete_oauth_server_output_specification),
    ];
    const required = (chosen().required as string[]).filter((name) => name !== 'auth_type');

    expect(filled).to.have.deep.members(required.map((name) => ['credentials', name]));
    for (const path of filled) {
      const [first, name = ''] = path as string[];
      expect(first).to.equal('credentials');
      expect(objectIn(objectIn(chosen().properties)[name])).to.include({type: 'string'});
    }
  });

  it('stands beside the settings of a tap that has it, and is left out elsewhere', () => {
    expect(Object.keys(specification(harvest))).to.deep.equal(['connectionSpecification', 'advanced_auth']);
    for (const tap of [paymo, paydirt]) {
      expect(advancedAuth(tap)).to.equal(undefined);
      expect(Object.keys(specification(tap))).to.deep.equal(['connectionSpecification']);
    }
  });

  it('is left out for a tap that offers that way and does not renew', () => {
    const {renewal: _none, ...withoutRenewal} = harvest;

    expect(advancedAuth(withoutRenewal)).to.equal(undefined);
  });

  it('is part of the SPEC that the executable prints', async () => {
    const {stdout, code} = await runTap('harvest', {verb: 'spec'});

    expect(code).to.equal(0);
    expect(messagesIn(stdout).map(bodyOf)).to.deep.equal([specification(harvest)]);
  });
});
