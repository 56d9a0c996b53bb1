// The rules of ARCHITECTURE.md, as a test: who may import what, how large things may get, what every door carries.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { callGraph, reaches } from './support/call-graph.js';

const ROOT = join(import.meta.dirname, '../..');
const SRC = 'backend/src';
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  maxBuffer: 1e8,
})
  .toString()
  .split('\n')
  .filter((f) => /\.(ts|tsx|mjs)$/.test(f) && !/\/dist\/|\.d\.ts$/.test(f));
const GENERATED = /studio\/src\/api\/generated|backend\/migrations\//;
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const backend = tracked.filter((f) => f.startsWith(`${SRC}/`));
const product = backend.filter((f) => !f.endsWith('.spec.ts'));

/** The module a backend file belongs to: base, a name of the road, or null for the entry files. */
function moduleOf(file: string): string | null {
  const parts = relative(SRC, file).split('/');
  return parts.length > 1 ? (parts[0] ?? null) : null;
}

/** The road: the order in which app.module.ts lists its modules. */
const road = (() => {
  const text = read(`${SRC}/app.module.ts`);
  const folders = new Map([...text.matchAll(/import \{ (\w+Module) \} from '\.\/(\w+)\//g)].map((m) => [m[1], m[2]]));
  const list = text.slice(text.indexOf('imports: ['));
  return [...list.matchAll(/\b(\w+Module)\b/g)].map((m) => folders.get(m[1]) ?? '?');
})();

function importsOf(file: string): string[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map((i) => i.fileName);
}

/** True when everything that a file imports under this name vanishes in compiling. */
function importsOnlyTypes(file: string, name: string): boolean {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isImportDeclaration)
    .filter((node) => (node.moduleSpecifier as ts.StringLiteral).text === name)
    .every((node) => {
      const named = node.importClause?.namedBindings;
      const each = named && ts.isNamedImports(named) && named.elements.every((e) => e.isTypeOnly);
      return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || each === true;
    });
}

/** Every import of a backend file that leads to another backend file, as a path from the root. */
function localImports(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)).replace(/\.js$/, '.ts'));
}

const offenders = (files: string[], test: (file: string) => string | false | null | undefined): string[] =>
  files.flatMap((f) => {
    const why = test(f);
    return why ? [`${f}: ${why}`] : [];
  });

describe('what may import what', () => {
  it('reads the road from app.module.ts', () => {
    expect(road[0]).toBe('base');
    expect(road).not.toContain('?');
    const folders = new Set(backend.map(moduleOf).filter((m) => m !== null));
    expect([...folders].sort()).toEqual([...road].sort());
  });

  it('base imports no module; a module imports base and modules before it, and of those only their public files', () => {
    const bad = product.flatMap((file) => {
      const own = moduleOf(file);
      if (own === null) return [];
      return localImports(file).flatMap((target) => {
        const other = moduleOf(target);
        if (other === own || other === 'base') return [];
        if (other === null) return [`${file} -> ${target}: an entry file`];
        if (own === 'base') return [`${file} -> ${target}: base knows no business`];
        if (road.indexOf(other) > road.indexOf(own)) return [`${file} -> ${target}: ahead on the road`];
        const allowed = /\.(service|entity|rules|status|reasons|module)\.ts$/.test(target);
        const wiring = !target.endsWith('.module.ts') || file.endsWith('.module.ts');
        return allowed && wiring ? [] : [`${file} -> ${target}: not a public file`];
      });
    });
    expect(bad).toEqual([]);
  });

  it('rules, statuses and reasons import only their like, money and types', () => {
    const pure = product.filter((f) => /\.(rules|status|reasons)\.ts$/.test(f));
    const bad = pure.flatMap((file) =>
      importsOf(file)
        .filter((name) => !/\.(rules|status|reasons|types)\.js$|\/money\.js$/.test(name))
        // Hashes are pure; random bytes of the same package are not.
        .filter((name) => !(name === 'node:crypto' && !/\brandom\w*\(/.test(read(file))))
        .filter((name) => !importsOnlyTypes(file, name))
        .map((name) => `${file} -> ${name}`),
    );
    expect(bad).toEqual([]);
  });

  it('money rules read no clock and no random source', () => {
    const files = product.filter((f) => /src\/(attribution|commissions|ledger)\/.*\.rules\.ts$/.test(f));
    expect(offenders(files, (f) => /Date\.now\(|new Date\(\)|Math\.random\(/.exec(read(f))?.[0])).toEqual([]);
  });

  it('each power has one owner', () => {
    const only = (pattern: RegExp, owner: RegExp) =>
      offenders(
        product.filter((f) => !owner.test(f)),
        (f) => pattern.exec(read(f))?.[0],
      );
    expect(only(/process\.env\b/, /base\/config\.ts$|base\/database\/embedded|transcoding\/cli/)).toEqual([]);
    expect(only(/from 'fluent-ffmpeg'/, /src\/transcoding\/[\w/.]*runner\.ts$/)).toEqual([]);
    expect(only(/from 'node:child_process'/, /src\/transcoding\/|base\/database\/embedded/)).toEqual([]);
    expect(only(/from 'node:fs(\/promises)?'/, /base\/(storage|database)\/|src\/transcoding\//)).toEqual([]);
    expect(only(/INSERT INTO ledger_/, /src\/ledger\//)).toEqual([]);
    expect(only(/@aws-sdk\//, /base\/storage\//)).toEqual([]);
  });

  it('speaking forward is a job of the earlier module, in the past tense, with one handler at or after it', () => {
    const jobs = product.flatMap((file) =>
      [...read(file).matchAll(/export const (\w+) = defineJob<[^(]*\(\s*'([\w.]+)'/g)].map((m) => ({
        ...{ file, constant: m[1] ?? '', name: m[2] ?? '' },
      })),
    );
    expect(jobs.length).toBeGreaterThan(5);
    const bad = jobs.flatMap(({ file, constant, name }) => {
      const handlers = product.filter((f) => new RegExp(`@Handles\\(${constant}\\b`).test(read(f)));
      const [from, to] = [road.indexOf(moduleOf(file) ?? ''), road.indexOf(moduleOf(handlers[0] ?? '') ?? '')];
      const wrong = [
        file.endsWith('.service.ts') ? null : 'is not defined in a service',
        name.startsWith(`${moduleOf(file)}.`) ? null : 'is not named after its module',
        /ed$|ed_|written$/.test(name) ? null : 'is not in the past tense',
        handlers.length === 1 ? null : `has ${handlers.length} handlers`,
        handlers.every((f) => f.endsWith('.handlers.ts')) ? null : 'is handled outside *.handlers.ts',
        to >= from ? null : 'is handled by an earlier module',
      ];
      return wrong.filter((why) => why !== null).map((why) => `${name} ${why}`);
    });
    expect(bad).toEqual([]);
  });

  it('player, studio, demo and plugins never import the backend', () => {
    const outside = tracked.filter((f) => /^(player|studio|demo|plugins)\//.test(f) && !/\/test\/|\.spec\./.test(f));
    expect(offenders(outside, (f) => importsOf(f).find((i) => /backend/.test(i)))).toEqual([]);
  });
});

/** Methods with a door decorator, and whether a rule stands on them or on their class. */
function doorsWithoutRule(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const bad: string[] = [];
  const marks = (node: ts.Node): string[] =>
    (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []).map(
      (d) => /@(\w+)/.exec(d.getText())?.[1] ?? '',
    );
  const rule = (names: string[]) => names.some((n) => ['Allow', 'AllowKey', 'Public'].includes(n));
  const door = (names: string[]) =>
    names.some((n) =>
      ['Query', 'Mutation', 'Subscription', 'Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options'].includes(
        n,
      ),
    );
  const visit = (node: ts.Node, classRule: boolean): void => {
    if (ts.isClassDeclaration(node)) {
      node.members.forEach((m) => visit(m, rule(marks(node))));
      return;
    }
    if (ts.isMethodDeclaration(node) && door(marks(node)) && !classRule && !rule(marks(node))) {
      bad.push(`${file}: ${node.name.getText()}`);
    }
    ts.forEachChild(node, (child) => visit(child, classRule));
  };
  visit(source, false);
  return bad;
}

describe('doors', () => {
  it('every door says who may pass', () => {
    expect(product.filter((f) => /\.(resolver|controller)\.ts$/.test(f)).flatMap(doorsWithoutRule)).toEqual([]);
  });
});

/** Doors that change something, or seem to, and write no audit row themselves; each with its reason. */
const NOT_AUDITED: Record<string, string> = {
  'AccountsResolver.resendConfirmation': 'the work must look the same whether the e-mail has an account or not',
  'AccountsResolver.requestPasswordReset': 'the work must look the same whether the e-mail has an account or not',
  'EventsController.record': 'facts are an append-only record of their own, a thousand a second',
  'CardsController.viewer': 'signs a random id and stores nothing',
  'ExposuresController.record': 'triggers and draws are an append-only record of their own, one for each page seen',
  'SpeedController.record': 'numbers of pages, of nobody, one for each page left',
  'VotesController.vote': 'a vote is a row with its viewer and time, and shoppers do not belong into the audit log',
  'VotesController.mine': 'reads; a POST only to keep the token out of addresses',
  'ShelfController.of': 'reads; a POST only to keep what somebody saved out of addresses',
  'DevicesController.look': 'reads; a POST only to keep the token out of addresses',
  'UploadsController.begin': 'the tus server calls back: UploadsService.open writes videos.upload_begun',
};

describe('changing verbs', () => {
  const graph = callGraph(product.map((path) => ({ path, text: read(path) })));
  const changing = ['Mutation', 'Post', 'Put', 'Patch', 'Delete', 'All'];
  const doors = [...graph].filter(([, method]) => method.marks.some((m) => changing.includes(m))).map(([name]) => name);

  it('every door that changes something ends in audit(), or says why not', () => {
    expect(doors.length).toBeGreaterThan(40);
    expect(doors.filter((door) => !reaches(graph, door, 'audit') && !NOT_AUDITED[door])).toEqual([]);
  });

  it('no exception is out of date', () => {
    expect(Object.keys(NOT_AUDITED).filter((door) => !doors.includes(door) || reaches(graph, door, 'audit'))).toEqual(
      [],
    );
  });

  it('every error code is thrown or told somewhere, and its sentence is plain', () => {
    const registry = read(`${SRC}/base/errors.ts`);
    const codes = [...registry.matchAll(/^ {2}([A-Z_]+): \{ status: \d+, message: (['"])(.+)\2 \},$/gm)];
    expect(codes.length).toBeGreaterThan(30);
    const others = product.filter((f) => !f.endsWith('base/errors.ts')).map(read);
    const used = (code: string) => others.some((text) => new RegExp(`'${code}'`).test(text));
    expect(codes.filter(([, code = '']) => !used(code)).map(([, code]) => code)).toEqual([]);
    expect(codes.filter(([, , , text = '']) => !/^[A-Z].{8,100}\.$/.test(text)).map(([, code]) => code)).toEqual([]);
  });
});

const LONGEST_FUNCTION = 70;
// JSX is markup as much as code; a page component may be twice as long.
const LONGEST_COMPONENT = 150;

function longFunctions(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    read(file),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  );
  const limit = file.endsWith('.tsx') ? LONGEST_COMPONENT : LONGEST_FUNCTION;
  const bad: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const lines =
        source.getLineAndCharacterOfPosition(node.end).line -
        source.getLineAndCharacterOfPosition(node.getStart()).line +
        1;
      if (lines > limit)
        bad.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return bad;
}

describe('sizes and names', () => {
  const own = tracked.filter((f) => !GENERATED.test(f));

  it('no file above 400 lines', () => {
    expect(
      offenders(own, (f) => (read(f).split('\n').length > 401 ? `${read(f).split('\n').length} lines` : false)),
    ).toEqual([]);
  });

  it('no function above 70 lines (tests excepted), no component above 150', () => {
    expect(own.filter((f) => !/\.spec\.ts$|\/test\//.test(f)).flatMap(longFunctions)).toEqual([]);
  });

  it('half of the files have at most 80 lines, nine of ten at most 200', () => {
    const shown = own.filter((f) => /^(backend|player|studio|demo)\/src\//.test(f) && !/\.spec\.tsx?$/.test(f));
    const lengths = shown.map((f) => read(f).split('\n').length - 1).sort((a, b) => a - b);
    const at = (share: number) => lengths[Math.floor(lengths.length * share)] ?? 0;
    process.stdout.write(`${lengths.length} files: median ${at(0.5)} lines, ninetieth percentile ${at(0.9)}\n`);
    expect(at(0.5)).toBeLessThanOrEqual(80);
    expect(at(0.9)).toBeLessThanOrEqual(200);
  });

  it('no folder above 15 files', () => {
    const counts = new Map<string, number>();
    for (const f of own) counts.set(dirname(f), (counts.get(dirname(f)) ?? 0) + 1);
    expect([...counts].filter(([folder, n]) => n > 15 && !/migrations/.test(folder))).toEqual([]);
  });

  it('no catch-all folders, no barrels, no unowned to-do, no any', () => {
    expect(backend.filter((f) => /\/(utils|helpers|common|core|shared)\//.test(f))).toEqual([]);
    expect(backend.filter((f) => /\/index\.ts$/.test(f))).toEqual([]);
    expect(
      offenders(
        own.filter((f) => !f.endsWith('tidy.spec.ts')),
        (f) => /\b(TODO|FIXME)\b/.exec(read(f))?.[0],
      ),
    ).toEqual([]);
    expect(
      offenders(
        own.filter((f) => !f.endsWith('tidy.spec.ts')),
        (f) =>
          /[:<(,]\s*any\b(?=[\s,>);\]|])/.exec(
            read(f).replaceAll(/\/\/.*|\/\*[^]*?\*\/|'[^'\n]*'|`[^`]*`|"[^"\n]*"/g, ''),
          )?.[0],
      ),
    ).toEqual([]);
  });

  it('every file opens with a sentence that says what it is for', () => {
    expect(offenders(own, (f) => (/^(#!.*\n)?(\/\/|\/\*)/.test(read(f)) ? false : 'no opening comment'))).toEqual([]);
  });
});
