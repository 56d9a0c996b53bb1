// Runs a mutation and tells the person what came of it: a toast on success, the reason on failure.
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';
import { toastDone, toastFailed } from '../ui/toast';

export type Change<Data, Variables> = {
  run: (variables: Variables, done?: string) => Promise<Data | null>;
  busy: boolean;
  error: CombinedError | null;
  clear: () => void;
};

/**
 * A mutation as the pages use it. `run` returns null when the API refused; the error is then in `error` and,
 * unless `quiet`, in a toast. Forms that show the error themselves pass `quiet`.
 */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  quiet = false,
): Change<Data, Variables> {
  const { t } = useTranslation();
  const [{ fetching }, mutate] = useMutation(document);
  const [error, setError] = useState<CombinedError | null>(null);
  const run = useCallback(
    async (variables: Variables, done?: string): Promise<Data | null> => {
      setError(null);
      const result = await mutate(variables);
      if (result.error || !result.data) {
        setError(result.error ?? null);
        if (!quiet && result.error) toastFailed(t, result.error);
        return null;
      }
      if (done) toastDone(done);
      return result.data;
    },
    [mutate, quiet, t],
  );
  return { run, busy: fetching, error, clear: () => setError(null) };
}
