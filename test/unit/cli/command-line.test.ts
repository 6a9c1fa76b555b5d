import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/parse-command-line.ts';
import { usageOf } from '../../../src/cli/usage.ts';
import { versionOf } from '../../../src/cli/version-of.ts';

describe('the command line', () => {
  it('starts on the default port with its own data folder', () => {
    expect(parseCommandLine(['start'])).toEqual({
      ok: true,
      command: { name: 'start', port: 20_002, dataFolder: '.bonghwa/data', fresh: false, holdWork: false },
    });
  });

  it('says which version it is', async () => {
    expect(parseCommandLine(['--version'])).toEqual({ ok: true, command: { name: 'version' } });
    expect(await versionOf()).toMatch(/^bonghwa \d+\.\d+\.\d+$/);
  });

  it('S22 runs somebody’s backend, with users and secrets', () => {
    const words = [
      'sandbox',
      '--backend',
      'b.ts',
      '--user',
      'a@b.c:x,y',
      '--user',
      'd@e.f',
      '--secret',
      'K=v=w',
      '--once',
    ];
    expect(parseCommandLine(words)).toEqual({
      ok: true,
      command: {
        name: 'sandbox',
        backendFile: 'b.ts',
        port: 20_002,
        fresh: false,
        users: [
          { email: 'a@b.c', groups: ['x', 'y'] },
          { email: 'd@e.f', groups: [] },
        ],
        secrets: { K: 'v=w' },
        once: true,
      },
    });
  });

  it('S22 does not repeat what may be a secret', () => {
    const parsed = parseCommandLine(['sandbox', '--secret', 'hush']);
    expect(JSON.stringify(parsed)).not.toContain('hush');
  });

  it.each([
    [['start', '--port', 'http'], '--port takes a number'],
    [['start', '--port', '70000'], '--port takes a number'],
    [['start', '--at', 'yesterday'], '--at takes an ISO date'],
    [['start', '--data', ''], '--data takes a folder'],
    [['sandbox', '--data=', '--fresh'], '--data takes a folder'],
    [['start', '--ports', '1'], "Unknown option '--ports'"],
    [['import'], 'at least one FILE'],
    [['import', 'a', '--map', 'Name'], '--map takes NAME=MEANING'],
    [['import', 'a', '--encoding', 'latin1'], '--encoding takes utf-8'],
    [['import', 'a', '--delimiter', ';;'], '--delimiter takes one character'],
    [
      ['import', 'a', '--segment', 's', '--remove-from', 't'],
      '--segment adds members and --remove-from takes them off',
    ],
    [['import', 'a', '--country', 'US'], '--country takes KR or NONE'],
    [['export-recipients', '--job', 'j'], 'takes --job ID and --out FILE'],
    [['export-recipients', '--job', 'j', '--out', 'f', '--outcome', 'FAILED'], '--outcome takes INCLUDED or EXCLUDED'],
    [['sandbox', '--port', 'x'], '--port takes a number'],
    [['sandbox', '--user', 'kim'], '--user takes EMAIL'],
    [['sandbox', '--user', 'kim@example.com:'], '--user takes EMAIL'],
    [['sandbox', '--secret', 'hush'], '--secret takes NAME=VALUE.'],
    [['launch'], 'no command "launch"'],
    [['import-events'], 'at least one FILE'],
    [['import-events', 'f', '--client', 'shop', '--key', 'k1'], 'give --client, --key and --key-file'],
    [
      ['import-events', 'f', '--client', 'a', '--key', 'b', '--key-file', 'c', '--format', 'csv'],
      '--format takes ndjson',
    ],
  ])('refuses %j and says which word is wrong', (words, message) => {
    const parsed = parseCommandLine(words);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.message).toContain(message);
  });

  it.each([
    [['--map', 'a=b=User.UserAttributes.c=d'], { columns: { 'a=b': 'User.UserAttributes.c=d' } }],
    [['--map', '=-'], { columns: { '': '-' } }],
    [['--set', 'Attributes.rate=a=b'], { constants: { 'Attributes.rate': 'a=b' } }],
    [['--encoding', 'windows-1252'], { encoding: 'windows-1252' }],
    [['--format', 'json'], { format: 'json' }],
  ])('U15 understands %j of an import, wherever its equals signs are', (words, how) => {
    expect(parseCommandLine(['import', 'f', ...words])).toMatchObject({ ok: true, command: { how } });
  });

  it('U15 puts the lists of rejected rows where they are wanted', () => {
    expect(parseCommandLine(['import', 'f', '--rejected', 'out'])).toMatchObject({
      command: { rejectedFolder: 'out' },
    });
  });
});

describe('help', () => {
  it.each([
    [['sandbox', '--help'], 'sandbox'],
    [['import', 'a.csv', '-h'], 'import'],
    [['help', 'import-pinpoint'], 'import-pinpoint'],
    [['--help'], undefined],
    [['help'], undefined],
    [[], undefined],
  ])('U15 is asked for by %j', (words, of) => {
    expect(parseCommandLine(words)).toEqual({
      ok: true,
      command: of === undefined ? { name: 'help' } : { name: 'help', of },
    });
  });

  it('U15 is none when a file is called so', () => {
    expect(parseCommandLine(['import', '--', '--help'])).toMatchObject({ ok: true, command: { paths: ['--help'] } });
  });

  it('U15 of a command is about that command alone, and every command has some', () => {
    for (const command of [
      'start',
      'sandbox',
      'demo',
      'import',
      'import-pinpoint',
      'import-events',
      'export-recipients',
    ]) {
      const usage = usageOf(command);
      expect(usage).toMatch(new RegExp(`^bonghwa ${command} `));
      expect(usage.match(/^(?:bonghwa| {2}\S)/gm)).toHaveLength(1);
      expect(usageOf(undefined)).toContain(`\n  ${command} `);
    }
  });

  it.each([
    ['impot', 'import'],
    ['sandbx', 'sandbox'],
    ['export', 'export-recipients'],
    ['import_pinpoint', 'import-pinpoint'],
  ])('U15 names the command that %s was meant to be', (word, command) => {
    expect(parseCommandLine([word])).toMatchObject({
      ok: false,
      message: `There is no command "${word}". Did you mean ${command}?`,
    });
  });
});
