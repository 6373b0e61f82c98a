import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';

/** One instruction of a Dockerfile. */
interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile, each on one line, without comments. */
function instructionsIn(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return {word: word.toUpperCase(), rest};
    });
}

/** The words of a COPY: whence, and what to where. */
function copyOf({rest}: Instruction) {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return {from, sources: paths.slice(0, -1), target: paths.at(-1) ?? ''};
}

describe('The Dockerfile', () => {
  const all = instructionsIn(readFileSync('Dockerfile', 'utf8'));
  const lastFrom = all.map(({word}) => word).lastIndexOf('FROM');
  const image = all.slice(lastFrom);
  const of = (word: string, list = image) => list.filter((one) => one.word === word);
  const only = (word: string) => {
    const [one, ...others] = of(word);
    if (one === undefined || others.length > 0) throw new Error(`There is not one ${word}.`);
    return one.rest;
  };
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
    engines: {node: string};
    files: string[];
  };
  const taps = readdirSync('taps').filter((name) => existsSync(`taps/${name}/bin.ts`));
  const entrypoint = () => JSON.parse(only('ENTRYPOINT')) as string[];

  it('has an entrypoint in exec form, of absolute paths, which nothing changes later', () => {
    expect(entrypoint()).to.have.length(2);
    for (const word of entrypoint()) expect(word).to.match(/^\/\S+$/);
    expect(of('CMD')).to.deep.equal([]);
    expect(image.at(-1)?.word).to.equal('ENTRYPOINT');
  });

  it('tells the platform the same entrypoint', () => {
    expect(only('ENV')).to.equal(`AIRBYTE_ENTRYPOINT="${entrypoint().join(' ')}"`);
  });

  it('runs the tap that it was built for by that entrypoint', () => {
    const link = of('RUN')
      .map(({rest}) => /^ln -s "(\S+)" (\S+) && test -e \2$/.exec(rest))
      .find((match) => match !== null);
    const [, source = '', target] = link ?? [];
    const folder = only('WORKDIR');

    expect(target).to.equal(entrypoint()[1]);
    expect(source).to.equal(`${folder}/dist/taps/$TAP/bin.js`);
    expect(taps).to.have.members(['harvest', 'paydirt', 'paymo']);
  });

  it('is not built without a tap', () => {
    expect(of('ARG').map(({rest}) => rest)).to.include('TAP');
    expect(of('RUN')[0]?.rest).to.match(/^test -n "\$TAP" && /);
  });

  it('has both labels, by its tap and its version', () => {
    expect(only('LABEL')).to.equal(
      'io.airbyte.name="timesheet-taps/source-$TAP" io.airbyte.version="$VERSION"',
    );
  });

  it('has the version of the package', () => {
    expect(of('ARG').map(({rest}) => rest)).to.include(`VERSION=${manifest.version}`);
  });

  it('declares its build arguments before it uses them', () => {
    for (const name of ['TAP', 'VERSION']) {
      const declared = image.findIndex(({word, rest}) => word === 'ARG' && rest.split('=')[0] === name);
      const used = image.findIndex(({rest}) => rest.includes(`$${name}`));

      expect(declared, name).to.be.greaterThan(0).and.lessThan(used);
    }
  });

  it('does not run as root', () => {
    const user = only('USER');
    const made = of('RUN')
      .map(({rest}) => rest)
      .join(' && ');

    expect(user).to.not.match(/^(root|0)\b/);
    expect(made).to.match(new RegExp(`useradd .*--uid 1000 .*--home-dir /airbyte .*\\b${user}\\b`));
    expect(made).to.match(new RegExp(`groupadd .*--gid 1000 ${user}\\b`));
    expect(made.indexOf('userdel')).to.be.greaterThan(-1).and.lessThan(made.indexOf('useradd'));
    // As its user nothing can be installed any more.
    const at = image.findIndex(({word}) => word === 'USER');
    expect(image.slice(at + 1).map(({word}) => word)).to.deep.equal(['ENTRYPOINT']);
  });

  it('is built upon the official slim image of one Node, which the package supports', () => {
    const bases = of('FROM', all).map(({rest}) => rest.split(/\s+/)[0] ?? '');
    const major = Number(/^node:(\d+)-slim$/.exec(bases[0] ?? '')?.[1]);

    expect(new Set(bases).size).to.equal(1);
    expect(major).to.be.at.least(Number(/\d+/.exec(manifest.engines.node)?.[0]));
  });

  it('copies what exists, by name', () => {
    const ignored = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .map((line) => line.trim());
    const sources = of('COPY', all)
      .map(copyOf)
      .flatMap(({from, sources}) => (from === undefined ? sources : []));

    expect(sources).to.not.deep.equal([]);
    for (const source of sources) {
      expect(source).to.not.match(/^(\.|\.\.|\/|\*|~)$|[*?]/);
      expect(existsSync(source), source).to.equal(true);
      expect(ignored, source).to.not.include(source.replace(/^\.\//, ''));
    }
  });

  it('copies all that is compiled, and of that what the package holds', () => {
    const {include} = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as {include: string[]};
    const copies = of('COPY', all).map(copyOf);
    const given = copies.flatMap(({from, sources}) => (from === undefined ? sources : []));
    const taken = copies.flatMap(({from, sources}) => (from === undefined ? [] : sources));
    const dist = manifest.files.filter((file) => file.startsWith('dist/'));

    expect(given).to.include.members([
      ...include,
      'schemas',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ]);
    expect(taken).to.have.members(['package.json', 'node_modules', ...dist].map((file) => `/build/${file}`));
    for (const {from, sources, target} of copies.filter((copy) => copy.from !== undefined)) {
      expect(from).to.equal('build');
      const place = sources[0]?.replace('/build/', './');
      expect(target === './' ? './package.json' : target).to.equal(place);
    }
  });

  it('leaves out what is needed for building alone', () => {
    const steps = of('RUN', all.slice(0, lastFrom))
      .map(({rest}) => rest)
      .join(' && ');

    expect(steps).to.match(/npm ci\b.*npm run build\b.*npm prune --omit=dev/);
    expect(
      of('COPY')
        .map(copyOf)
        .every(({from}) => from === 'build'),
    ).to.equal(true);
  });

  it('holds no secrets, and neither does what it is built from', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');

    expect(ignored).to.include.members(['.env', '.git', 'node_modules']);
    expect(readFileSync('.npmrc', 'utf8')).to.not.match(/_auth|token|password/i);
    for (const {word, rest} of [...of('ENV', all), ...of('ARG', all)]) {
      expect(rest, word).to.not.match(/key|token|password|secret|credential/i);
    }
    expect(of('ADD', all)).to.deep.equal([]);
  });
});
