// Finds the places of a TypeScript file where one sign can be wrong, and writes the file so that a number chooses which one is.
import ts from 'typescript';

const RELATIONS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
};
const METHODS = { min: 'max', max: 'min', some: 'every', every: 'some', find: 'findLast', findLast: 'find' };
/** The chosen mutant; read at run time, so that one bundle holds them all. */
const CHOSEN = 'globalThis.__mutant';

/**
 * The mutants of a source text, numbered from `first`, and the text that holds them all: with CHOSEN at a number that is no
 * mutant's it does what the source does. Types, imports and texts are left alone.
 */
export function mutantsOf(name, source, first = 1) {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const raw = (node) => source.slice(node.getStart(file), node.end);

  const add = (node, what, instead) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    const id = first + mutants.length;
    mutants.push({ id, file: name, line: line + 1, what, was: raw(node).replace(/\s+/g, ' ').slice(0, 90) });
    return { id, instead };
  };

  /** The node's text with the mutants of everything under it. */
  const rewritten = (node) => {
    const start = node.getStart(file);
    const parts = [];
    let at = start;
    const take = (child) => {
      if (child.getStart(file) < at) return;
      parts.push(source.slice(at, child.getStart(file)), visited(child));
      at = child.end;
    };
    node.forEachChild((child) => take(child));
    parts.push(source.slice(at, node.end));
    return parts.join('');
  };

  const visited = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return raw(node);
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return raw(node);
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isSuper(node.expression)) {
      const { id } = add(node, 'call left out', '');
      // A block of its own: an else that follows must not become the else of this if.
      return `{ if (${CHOSEN} !== ${id}) { ${rewritten(node)} } }`;
    }
    const options = optionsOf(node, { file, source, raw, add });
    if (options.length === 0) return rewritten(node);
    return options.reduce(
      (inner, { id, instead }) => `(${CHOSEN} === ${id} ? (${instead}) : ${inner})`,
      `(${rewritten(node)})`,
    );
  };

  const text = rewritten(file);
  return { mutants, text: source.slice(0, file.getStart(file)) + text };
}

/** What a node may be instead, each as a numbered mutant. */
function optionsOf(node, { file, source, raw, add }) {
  if (ts.isBinaryExpression(node)) {
    const sign = node.operatorToken.getText(file);
    const others = (RELATIONS[sign] ?? []).filter((other) => !isTie(node, sign, other, raw));
    return others.map((other) => add(node, `${sign} as ${other}`, `(${raw(node.left)}) ${other} (${raw(node.right)})`));
  }
  if (ts.isConditionalExpression(node)) {
    const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map(raw);
    return [add(node, 'branches swapped', `(${test}) ? ${no} : ${yes}`)];
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const inside = raw(node.operand);
    if (node.operator === ts.SyntaxKind.ExclamationToken) return [add(node, 'not left out', inside)];
    return node.operator === ts.SyntaxKind.MinusToken ? [add(node, 'sign left out', inside)] : [];
  }
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
    if (isName(node)) return [];
    return [add(node, 'one more', `${raw(node)} + ${ts.isBigIntLiteral(node) ? '1n' : '1'}`)];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [add(node, 'true as false', 'false')];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [add(node, 'false as true', 'true')];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name: method, expression } = node.expression;
    const other = METHODS[method.text];
    if (!Object.hasOwn(METHODS, method.text) || node.questionDotToken || node.expression.questionDotToken) return [];
    const rest = source.slice(method.end, node.end);
    return [add(node, `${method.text} as ${other}`, `${raw(expression)}.${other}${rest}`)];
  }
  return isTest(node) ? [add(node, 'test negated', `!(${raw(node)})`)] : [];
}

const isSuper = (call) => call.expression.kind === ts.SyntaxKind.SuperKeyword;

/** `a < b ? a : b` as `a <= b ? a : b` chooses between equals: the same value. */
function isTie({ parent, left, right }, sign, other, raw) {
  if (!ts.isConditionalExpression(parent) || other !== `${sign}=`) return false;
  return new Set([left, right, parent.whenTrue, parent.whenFalse].map(raw)).size === 2;
}

/** A number that names a property. */
const isName = (node) => ts.isPropertyAssignment(node.parent) && node.parent.name === node;

/** The whole condition of an if: one that has a sign or a not of its own is asked there. */
function isTest(node) {
  const isIf = (ts.isIfStatement(node.parent) || ts.isWhileStatement(node.parent)) && node.parent.expression === node;
  return isIf && !ts.isBinaryExpression(node) && !ts.isPrefixUnaryExpression(node);
}
