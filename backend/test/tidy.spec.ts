// The rules of ARCHITECTURE.md, as a test: who may import what, how large things may get, what every door carries.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

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
        .filter((name) => !/\.(rules|status|reasons|types)\.js$|\/money\.js$/.test(name) && name !== 'node:crypto')
        .filter(
          (name) => !new RegExp(`import type [^;]*'${name.replaceAll(/[.*+?^$()|[\]\\/]/g, '\\$&')}'`).test(read(file)),
        )
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
