// The least that any program must do to bring a list from an API to stdout: fetch, parse, print. Nothing is checked,
// shaped or remembered; our tap is measured against it.
import {once} from 'node:events';
import {Agent} from 'node:http';
import fetch from 'node-fetch';

const agent = new Agent({keepAlive: true});
const [first, token, account] = process.argv.slice(2);
const headers = {
  authorization: `Bearer ${token}`,
  'harvest-account-id': String(account),
  'user-agent': 'bare loop',
};

let next: string | null | undefined = first;
while (next !== undefined && next !== null) {
  const response = await fetch(next, {agent, headers});
  const page = JSON.parse(await response.text()) as {time_entries: object[]; links: {next: string | null}};
  let chunk = '';
  for (const entry of page.time_entries) {
    chunk += `${JSON.stringify(entry)}\n`;
    if (chunk.length > 65_536) {
      if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
      chunk = '';
    }
  }
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  next = page.links.next;
}
agent.destroy();
