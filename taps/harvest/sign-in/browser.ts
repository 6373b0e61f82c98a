/** Opens an address in the person's browser; whether that could be tried. */
export async function openBrowser(address: string): Promise<boolean> {
  if (!hasBrowser(process.platform, process.env)) return false;
  try {
    const {default: open} = await import('open');
    const opener = await open(address);
    opener.on('error', () => undefined);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is a screen before the person that a browser could appear on. */
export function hasBrowser(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  // Over SSH a browser would open on the wrong machine, where nobody sees it.
  if (isSet(environment.SSH_CONNECTION) || isSet(environment.SSH_TTY)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME'].some((name) => isSet(environment[name]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
