// The order of the fences, as data: which step gives up which right, and what stays when a tool is missing.
import { describe, expect, it } from '@jest/globals';
import { fenced, userOf, type JailSpec, type JailTools } from './jail.js';

const ALL: JailTools = {
  ...{ bwrap: '/usr/bin/bwrap', unshare: ['/usr/bin/unshare', '-n', '--'], prlimit: '/usr/bin/prlimit' },
  ...{
    setpriv: '/usr/bin/setpriv',
    nice: '/usr/bin/nice',
    choom: '/usr/bin/choom',
    taskset: '/usr/bin/taskset',
    ownUser: true,
  },
};
const SPEC: JailSpec = {
  ...{ program: '/opt/ffmpeg', source: '/data/in.mp4', scratch: '/data/work', user: 61_200 },
  ...{ memoryBytes: 1000, cpuSeconds: 10, outputBytes: 500, niceness: 10 },
};
const line = (tools: Partial<JailTools>, spec: Partial<JailSpec> = {}): string => {
  const { command, args } = fenced({ ...ALL, ...tools }, { ...SPEC, ...spec });
  return [command, ...args].join(' ');
};

describe('the jail', () => {
  it('with everything: the least of users builds the box, and limits hold inside it', () => {
    expect(line({})).toMatch(
      /^\S*nice -n 10 \S*choom -n 900 -- \S*setpriv --pdeathsig KILL --reuid=61200 --regid=61200 --clear-groups \S+ -- \S*bwrap --unshare-all .* -- \S*prlimit --as=1000 --cpu=10 --fsize=500 .*--nproc=512 -- \/opt\/ffmpeg$/,
    );
    expect(line({})).toContain('--ro-bind /data/in.mp4 /data/in.mp4 --bind /data/work /data/work');
  });

  it('without bubblewrap: first out of the network, which takes a right, then another user, who gets none back', () => {
    expect(line({ bwrap: null })).toMatch(
      /unshare -n -- \S*setpriv .*--reuid=61200 .*--no-new-privs -- \S*prlimit .*--nproc=512/,
    );
  });

  it('as the user that we are, processes are not counted: the limit would count our own', () => {
    const plain = line({ bwrap: null }, { user: null });
    expect(plain).toContain('setpriv --pdeathsig KILL -- ');
    expect(plain).not.toMatch(/nproc|reuid/);
  });

  it('with nothing at all it is the program alone', () => {
    const none = { bwrap: null, unshare: null, prlimit: null, setpriv: null, nice: null, choom: null, taskset: null };
    expect(line(none, { user: null })).toBe('/opt/ffmpeg');
  });

  it('keeps to some processors where it is told to, from the very first step, and never without the tool', () => {
    expect(line({}, { cpus: '1,3' })).toMatch(/nice -n 10 \S*taskset --cpu-list 1,3 \S*choom -n 900 -- /);
    expect(line({})).not.toContain('taskset');
    expect(line({ taskset: null }, { cpus: '1,3' })).not.toContain('cpu-list');
  });

  it('no word of it depends on what the file is called', () => {
    expect(line({}, { source: '/data/-y --bind / /.mp4' }).split(' -- ')).toHaveLength(line({}).split(' -- ').length);
  });

  it('gives each scratch folder a user from the range that belongs to nobody', () => {
    const users = ['a', 'b', '/tmp/vitrina-scratch.host.1.x.work.AbCdEf'].map(userOf);
    expect(users.every((user) => user >= 61_184 && user < 65_184)).toBe(true);
    expect(new Set(users).size).toBe(3);
  });
});
