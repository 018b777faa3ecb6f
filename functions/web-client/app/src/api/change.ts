import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";

/** A change, after which whatever the keys name is read again. */
export function useChange<I, O>(keys: QueryKey[], mutationFn: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }))) });
}

/** What a header says of the version that was seen, by what of it is known. */
export function seen(version: { rev: number }) {
  return { "If-Match": `"${version.rev}"` };
}

/** What makes repeating a request safe. */
export function once() {
  return { "Idempotency-Key": crypto.randomUUID() };
}
