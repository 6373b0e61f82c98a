/**
 * The address that a hook's really is on this machine: itself if it is a loopback address, else with another
 * origin in front. Nothing ever leaves for anywhere else, so for any other it is `undefined`.
 */
export function addressFor(
  targetUrl: string,
  deliverTo: string | undefined,
  elsewhere: ReadonlySet<string>,
): string | undefined {
  if (!URL.canParse(targetUrl)) return undefined;
  const url = new URL(targetUrl);
  if (isLoopback(url)) return url.href;
  if (deliverTo === undefined || elsewhere.has(url.origin)) return undefined;
  return `${deliverTo}${url.pathname}${url.search}`;
}

/** The origin of an address that may stand in for others. */
export function originOf(deliverTo: string): string {
  const url = URL.canParse(deliverTo) ? new URL(deliverTo) : undefined;
  if (!url || !isLoopback(url)) {
    throw new Error(`Webhooks are delivered to http:// and a loopback address, not to "${deliverTo}".`);
  }
  return url.origin;
}

function isLoopback({protocol, hostname}: URL): boolean {
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
