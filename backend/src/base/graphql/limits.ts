// Bounds on a GraphQL document, checked before it runs: one request with 2,000 aliases cost 0.7 CPU seconds.
import {
  GraphQLError,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** At most so deep, so many aliases and directives. Fragments count where they are spread. */
export const LIMITS = { depth: 10, aliases: 15, directives: 50, fields: 400 } as const;

function tooComplex(what: string): GraphQLError {
  return new GraphQLError(`This query has ${what}.`, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
}

/** Depth of a selection; a fragment cycle is refused by GraphQL's own rules and only bounded here. */
function depthOf(context: ValidationContext, selection: SelectionSetNode | undefined, seen: readonly string[]): number {
  if (!selection || seen.length > LIMITS.depth * 2) return 0;
  let deepest = 0;
  for (const node of selection.selections) {
    let depth = 0;
    if (node.kind === 'Field') depth = 1 + depthOf(context, node.selectionSet, seen);
    else if (node.kind === 'InlineFragment') depth = depthOf(context, node.selectionSet, seen);
    else if (!seen.includes(node.name.value)) {
      depth = depthOf(context, context.getFragment(node.name.value)?.selectionSet, [...seen, node.name.value]);
    }
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

export const complexityRule: ValidationRule = (context): ASTVisitor => {
  let aliases = 0;
  let directives = 0;
  let fields = 0;
  return {
    OperationDefinition(node) {
      // The introspection query of tools is deep by nature and costs nothing.
      const first = node.selectionSet.selections[0];
      if (first?.kind === 'Field' && first.name.value === '__schema') return;
      const depth = depthOf(context, node.selectionSet, []);
      if (depth > LIMITS.depth) context.reportError(tooComplex(`${depth} levels; ${LIMITS.depth} are allowed`));
    },
    Field(node) {
      if (node.alias && ++aliases === LIMITS.aliases + 1) {
        context.reportError(tooComplex(`more than ${LIMITS.aliases} aliases`));
      }
      if (++fields === LIMITS.fields + 1) context.reportError(tooComplex(`more than ${LIMITS.fields} fields`));
    },
    Directive() {
      if (++directives === LIMITS.directives + 1) {
        context.reportError(tooComplex(`more than ${LIMITS.directives} directives`));
      }
    },
  };
};
