/** Whether a host is this machine, by its name or number. */
export function isLoopback({hostname}: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
