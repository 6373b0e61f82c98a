import type {HarvestSandbox} from '../../../sandbox/harvest/index.js';
import type {Ended} from '../../../support/process.js';

/** How the sandbox's codes and tokens begin; what follows is their number. */
const BEGINNINGS = ['sandbox/code+', '1234567.at.sandbox-', '1234567.rt.sandbox/'];

/** Which secrets of a sandbox can be seen in what a program said: as they are, in addresses, or in base64. */
export function secretsIn(
  {signIn, config}: HarvestSandbox,
  {stdout, stderr}: Pick<Ended, 'stdout' | 'stderr'>,
): string[] {
  const secrets = [...BEGINNINGS, signIn.clientSecret, config.access_token];
  return secrets.filter((secret) => formsOf(secret).some((form) => `${stdout}\n${stderr}`.includes(form)));
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${'.'.repeat(shift)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, encoded, encoded.replace(/%../g, (code) => code.toLowerCase()), ...base64];
}
