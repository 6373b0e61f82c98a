import {type CredentialWay, credentialWays} from '../../config/settings-schema.js';
import type {JsonObject} from '../../core/json.js';
import type {Tap} from '../../tap.js';

/** The way to authenticate by which a platform can sign people in. */
const OAUTH = 'oauth';
/** What a platform has of an application that it registered, rather than of whoever signs in. */
const APPLICATION: readonly string[] = ['client_id', 'client_secret'];

/**
 * The member `advanced_auth` of a SPEC: which settings a platform that signs people in by OAuth fills in for them.
 * Undefined for a tap whose credentials are not renewed, or that does not offer that way in its form.
 */
export function advancedAuth({schemas, renewal}: Tap): JsonObject | undefined {
  const way = credentialWays(schemas).find(({auth_type}) => auth_type === OAUTH);
  if (way === undefined || renewal === undefined) return undefined;
  const application = way.required.filter((name) => APPLICATION.includes(name));
  return {
    auth_flow_type: 'oauth2.0',
    predicate_key: ['credentials', 'auth_type'],
    predicate_value: OAUTH,
    oauth_config_specification: {
      complete_oauth_output_specification: textsAt(tokensOf(way), true),
      complete_oauth_server_input_specification: textsAt(application, false),
      complete_oauth_server_output_specification: textsAt(application, true),
    },
  };
}

/** What a sign-in brings. */
function tokensOf({required}: CredentialWay): string[] {
  return required.filter((name) => !APPLICATION.includes(name));
}

/** An object of texts, each with its place in the settings where they are to get there. */
function textsAt(names: readonly string[], hasPlaces: boolean): JsonObject {
  const texts = names.map((name) => [
    name,
    {type: 'string', ...(hasPlaces ? {path_in_connector_config: ['credentials', name]} : {})},
  ]);
  return {type: 'object', additionalProperties: false, properties: Object.fromEntries(texts)};
}
