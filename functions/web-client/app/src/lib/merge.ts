/** What merging has to know of a row of a list that is ordered newest first. */
export interface Dated {
  id: string;
  arrived: string;
}

export interface Page<T extends Dated> {
  rows: T[];
  next: string | null;
}

function before(a: Dated, b: Dated): boolean {
  return a.arrived === b.arrived ? a.id > b.id : a.arrived > b.arrived;
}

/**
 * Brings a newly read first page into the pages read before, without reading the
 * later ones again. Within the stretch that the new page covers its word is
 * final: what it doesn't name has moved away. Rows beyond are kept, so that the
 * list neither loses its end nor jumps. Where the new page and the old ones don't
 * meet (more arrived at once than a page holds), the old ones are dropped.
 */
export function mergeNewest<T extends Dated>(old: Page<T>[], fresh: Page<T>): Page<T>[] {
  const last = fresh.rows.at(-1);
  if (!last || fresh.next === null || old.length === 0) return [fresh];
  const known = new Set(fresh.rows.map((r) => r.id));
  const meets = old.some((p) => p.rows.some((r) => known.has(r.id)));
  if (!meets) return [fresh];
  const beyond = old.map((p) => ({ ...p, rows: p.rows.filter((r) => !known.has(r.id) && before(last, r)) }));
  const [first, ...rest] = beyond;
  return [{ rows: [...fresh.rows, ...first!.rows], next: first!.rows.length > 0 || rest.length > 0 ? first!.next : fresh.next }, ...rest];
}
