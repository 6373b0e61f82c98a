/** Where a browser is sent, or the status and the page that it is left with. */
export interface Landing {
  status: number;
  /** The address in a redirect; not visited. */
  location: URL | undefined;
  page: string;
}

/** Opens a page, without scripts and without following redirects. */
export async function open(url: string | URL): Promise<Landing> {
  return landing(await fetch(url, {redirect: 'manual'}));
}

/**
 * Does what a person does who is sent to an authorize URL: looks at the page and presses one of its buttons. The
 * address in `location` is where the browser would go on.
 */
export async function press(button: 'Allow' | 'Deny', authorizeUrl: string | URL): Promise<Landing> {
  const {status, page} = await open(authorizeUrl);
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1];
  const [, name, value] =
    new RegExp(`<button name="(\\w+)" value="(\\w+)">${button}</button>`).exec(page) ?? [];
  if (action === undefined || name === undefined || value === undefined) {
    throw new Error(`There is no ${button} on the page (${status}): ${page}`);
  }
  const target = new URL(
    action.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    authorizeUrl,
  );
  const body = new URLSearchParams({[name]: value});
  return landing(await fetch(target, {method: 'POST', body, redirect: 'manual'}));
}

/** The query of the address that the browser is sent to. */
export function returned({status, location, page}: Landing): Record<string, string> {
  if (!location) throw new Error(`The browser is sent nowhere (${status}): ${page}`);
  return Object.fromEntries(location.searchParams);
}

async function landing(response: Response): Promise<Landing> {
  const location = response.headers.get('location');
  return {
    status: response.status,
    location: location === null ? undefined : new URL(location, response.url),
    page: await response.text(),
  };
}
