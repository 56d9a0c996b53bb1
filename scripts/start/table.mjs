// The last thing a start prints: where everything is and how to sign in.
import { relative } from 'node:path';
import { bold, dataDir, dim, logDir, ROOT, say } from './say.mjs';

const PEOPLE = [
  ['creator@demo.vitrina', 'Dana Akhmetova, creator'],
  ['creator2@demo.vitrina', 'Timur Seitkali, creator'],
  ['owner@demo.vitrina', 'owner of the store Aina Home'],
  ['moderator@demo.vitrina', 'moderator'],
  ['finance@demo.vitrina', 'finance'],
  ['admin@demo.vitrina', 'administrator'],
];

const short = (path) => {
  const seen = relative(process.cwd(), path);
  return seen && !seen.startsWith('..') ? seen : path;
};

export function printTable({ publicUrl, demoUrl, database, demo }) {
  const row = (name, value, note = '') => say(`  ${name.padEnd(11)} ${value}${note ? `  ${dim(note)}` : ''}`);
  say();
  say(bold('Vitrina is running'));
  say();
  if (demo) row('Demo shop', bold(demoUrl), 'watch a review, buy, see who earned');
  row('Studio', bold(`${publicUrl}/studio`), demo ? 'password of all: vitrina-demo' : '');
  if (demo) {
    for (const [email, who] of PEOPLE) row('', `${email.padEnd(23)} ${dim(who)}`);
    row('', dim(`staff need a six-digit code too: ${publicUrl}/demo/codes.json`));
    row('Mail', `${publicUrl}/demo/mail`, 'every mail the demo would have sent');
  }
  row('API', `${publicUrl}/graphql`);
  row('Data', short(dataDir()), database);
  row('Logs', short(logDir()));
  say();
  say(
    dim(
      `Ctrl-C stops everything and keeps the data.${demo ? ` To start over: rm -r ${short(dataDir()) || ROOT}` : ''}`,
    ),
  );
}
