interface Choice {
  value: string;
  label: string;
}

let known: Choice[] | undefined;

/** The countries by their names in the reader's language; own is one that may be none of them. */
export function countries(own: string): Choice[] {
  known ??= listed();
  return own && !known.some((c) => c.value === own) ? [{ value: own, label: own }, ...known] : known;
}

/** What a country is called; its code where nobody knows. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: "region", fallback: "code" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// Browsers name countries but do not list them: of all pairs of letters, those
// that have a name of their own are countries, or what stands beside them in ISO 3166-1.
const none = new Set(["EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"]);

function listed(): Choice[] {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const names = new Intl.DisplayNames(undefined, { type: "region", fallback: "none" });
  const out: Choice[] = [];
  for (const a of letters) for (const b of letters) {
    const code = a + b;
    const label = none.has(code) || replaced(code) ? undefined : names.of(code);
    if (label) out.push({ value: code, label });
  }
  return out.toSorted((x, y) => x.label.localeCompare(y.label));
}

/** Whether a code is that of a country which has another today. */
function replaced(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`;
}
