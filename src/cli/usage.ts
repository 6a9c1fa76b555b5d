import { misspelt } from '../domain/nearest-name.ts';

const USAGE = `bonghwa <command>

  start               run the whole backend on this machine (Ctrl-C stops it)
      --port N          port to listen on (default 20002)
      --data DIR        where its state lives (default .bonghwa/data)
      --fresh           remove that state first
      --at TIME         set its clock (ISO time)
      --quotas FILE     what the messaging providers let it send (JSON; default: what AWS gives)
      --hold-work       queues, schedules and events wait until POST /_sandbox/release-work
  sandbox             run somebody's Amplify Gen 2 backend on this machine (Ctrl-C stops it)
      --backend FILE    its backend.ts (default amplify/backend.ts)
      --user EMAIL:GROUP,GROUP  a user to sign in as, and the groups they are in; again for more
      --secret NAME=VALUE  the value of a secret('NAME'); again for more
      --secrets FILE    more of them, NAME=VALUE a line (default .bonghwa/secrets.env, which is never committed)
      --port N          port to listen on (default 20002)
      --data DIR        where its state lives (default .bonghwa/data beside amplify/)
      --fresh           remove that state first
      --outputs FILE    where the client's configuration goes (default amplify_outputs.json beside amplify/;
                        one of a deployment is never overwritten: amplify_outputs.sandbox.json then)
      --once            do not start again when its sources change
  demo                import an audience, plan and send a campaign, watch it live
      --json            print one JSON object as the last line
      --port N          port to listen on (default: any free one)
      --keep            leave the backend running afterwards (Ctrl-C stops it)
  import FILE...      import customers into a running backend: Pinpoint exports, segment imports and what its
                      endpoint calls answer, CSV, our own exports; files or folders, gzip or not, UTF-8, UTF-16 or EUC-KR
      --map COLUMN=MEANING  what a CSV column is: User.UserId, EMAIL, SMS, User.UserAttributes.City, ... ("-": nothing)
      --set MEANING=VALUE   what every row of a CSV has
      --segment ID      make everyone in the files a member of an imported segment
      --remove-from ID  take everyone in the files off an imported segment; nothing else in them is taken over
      --run NAME        import files once more that were imported before, under another name
      --country KR      where phone numbers of a CSV are that have no country code (default KR; none: refuse them)
      --format F        ndjson, json (a list, or objects over several lines) or csv, when it is not recognised
      --encoding E      utf-8, utf-16le, utf-16be, euc-kr or windows-1252, when it is not recognised
      --delimiter C     what separates the cells of a CSV, when it is not recognised ("tab" for a tab)
      --rejected DIR    where FILE.rejected.csv goes, which lists every rejected row (default: beside each file)
      --json            print one JSON object as the last line
      --outputs FILE    the backend's amplify_outputs.json (default ./amplify_outputs.json)
      --email, --password   who signs in (default: the local marketer)
      exit code 0: rows were taken, rejected ones are listed; 1: refused or interrupted, run it again; 2: the words
      make no sense, or every row of a file was rejected
  import-pinpoint FILE...  save Pinpoint's templates, segments and campaigns (the JSON of its Get calls)
      --class CLASS     AD (default) or TRANSACTIONAL: what they are by law
      --json, --outputs, --email, --password   as for import
  import-events FILE...  tell a running backend what customers did before, as a registered server: events as
                      recordEvents takes them, or Pinpoint's event stream as Kinesis or Firehose stored it;
                      JSON, files or folders, gzip or not. Run again, no event counts twice
      --client ID --key ID --key-file FILE   which server, which of its keys, and its private key (PEM) or secret
      --format, --encoding, --rejected, --json, --outputs   as for import
  export-recipients   write whom a job includes, or excludes and why, as CSV for a spreadsheet
      --job ID --out FILE   which job, and where to
      --outcome OUTCOME     INCLUDED (default) or EXCLUDED; those outside the segment are counted, not listed
      --outputs, --email, --password   as for import
  --version           print which version this is
`;

const COMMANDS = [
  'start',
  'sandbox',
  'demo',
  'import',
  'import-pinpoint',
  'import-events',
  'export-recipients',
] as const;

/** How a command is called; how all of them are when there is none of that name. */
export function usageOf(command: string | undefined): string {
  const [heading = '', ...sections] = USAGE.split(/\n(?= {2}\S)/);
  const section = sections.find((each) => each.trimStart().split(/\s/)[0] === command);
  return section === undefined
    ? USAGE
    : `${heading.replace('<command>', '').trim()}${section.trimEnd().replace(/^ {2}/, ' ')}\n`;
}

/** The command that was probably meant by a name that is none. */
export function commandMeantBy(name: string): string | undefined {
  return COMMANDS.find((command) => command.startsWith(`${name}-`)) ?? misspelt(name, COMMANDS);
}
