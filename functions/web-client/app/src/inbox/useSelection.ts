import { useMemo, useState } from "react";
import type { ConversationRow } from "../api/types";
import { all, nothing, toggled, upTo } from "../lib/selection";

/** What of a list is selected, and how that changes. Rows that left the list are selected no more. */
export function useSelection(rows: ConversationRow[]) {
  const [selection, setSelection] = useState(nothing);
  const ids = useMemo(() => rows.map((r) => r.id), [rows]);
  const { everything } = selection;
  const chosen = useMemo(() => ids.filter((id) => selection.ids.has(id)), [ids, selection.ids]);
  return {
    everything,
    /** Ids of the rows that are selected one by one. */
    chosen,
    some: everything || chosen.length > 0,
    has: (id: string) => everything || selection.ids.has(id),
    toggle: (id: string) => setSelection((s) => toggled(s, id, ids)),
    upTo: (id: string) => setSelection((s) => upTo(s, id, ids)),
    all: () => setSelection(all),
    clear: () => setSelection(nothing),
  };
}

export type Select = ReturnType<typeof useSelection>;
