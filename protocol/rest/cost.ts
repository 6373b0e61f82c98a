import type {Declaration} from './declaration.js';

/** What makes reading a stream dear, as a sentence for people who choose streams; undefined where nothing does. */
export function costOf(stream: Declaration): string | undefined {
  const cost = requestsOf(stream);
  const isOff = stream.selectedByDefault ? undefined : 'Off by default.';
  const sentences = [cost, isOff].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function requestsOf(stream: Declaration): string | undefined {
  switch (stream.kind) {
    case 'child': {
      const parents = stream.parent.name;
      return stream.visit === 'all'
        ? `Costs a request for each record of ${parents}, in every run.`
        : `Costs a request for each record of ${parents} that changed.`;
    }
    case 'windows':
      return 'Costs a request for each calendar window.';
    case 'list':
      return stream.detailFields.length === 0
        ? undefined
        : `Costs a request for each record while it has ${stream.detailFields.join(' or ')}.`;
    default:
      return undefined;
  }
}
