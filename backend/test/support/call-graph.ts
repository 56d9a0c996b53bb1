// Which methods a method can reach, read from the source alone: enough to ask whether every changing door ends in audit().
import ts from 'typescript';

interface MethodNode {
  /** Names of decorators: Mutation, Put, Allow ... */
  marks: string[];
  /** What it calls: `Class.method`, or `fn` for a function of the same file or an import. */
  calls: Set<string>;
}

/** Every method as `Class.method`, and every function of a file as `path#name`. */
export type CallGraph = Map<string, MethodNode>;

function propertiesOf(node: ts.ClassDeclaration): Map<string, string> {
  const types = new Map<string, string>();
  for (const member of node.members) {
    if (!ts.isConstructorDeclaration(member)) continue;
    for (const p of member.parameters) if (p.type) types.set(p.name.getText(), p.type.getText());
  }
  return types;
}

function marksOf(node: ts.Node): string[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map((d) => /@(\w+)/.exec(d.getText())?.[1] ?? '');
}

/** `this.stores.create(...)` is StoresService.create, `this.make(...)` is of the same class, `audit(...)` is a function. */
function callsIn(body: ts.Node, own: string | null, properties: Map<string, string>, file: string): Set<string> {
  const calls = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [object, member, method] = node.expression.getText().split('.');
      if (object === 'this' && member && method) calls.add(`${properties.get(member)}.${method}`);
      else if (object === 'this' && own) calls.add(`${own}.${member}`);
      else if (object && !member) calls.add(object === 'audit' ? 'audit' : `${file}#${object}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return calls;
}

/** Reads sources into one graph. Class names are unique over the backend, so they need no path. */
export function callGraph(files: readonly { path: string; text: string }[]): CallGraph {
  const graph: CallGraph = new Map();
  for (const { path, text } of files) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const node of source.statements) {
      if (ts.isFunctionDeclaration(node) && node.name) {
        graph.set(`${path}#${node.name.text}`, { marks: [], calls: callsIn(node, null, new Map(), path) });
      }
      if (!ts.isClassDeclaration(node) || !node.name) continue;
      const properties = propertiesOf(node);
      for (const member of node.members) {
        if (!ts.isMethodDeclaration(member)) continue;
        const name = `${node.name.text}.${member.name.getText()}`;
        graph.set(name, { marks: marksOf(member), calls: callsIn(member, node.name.text, properties, path) });
      }
    }
  }
  return graph;
}

/** True when a way leads from the method to a call of this name. */
export function reaches(graph: CallGraph, from: string, target: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) {
    const calls = graph.get(name)?.calls ?? new Set<string>();
    if (calls.has(target)) return true;
    for (const call of calls) seen.add(call);
  }
  return false;
}
