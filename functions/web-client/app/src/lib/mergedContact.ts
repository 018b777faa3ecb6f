/** What merging has to know of a contact. */
export interface Person {
  name: string;
  emails: string[];
  phones: string[];
  time_zone: string;
  location: { city?: string; region?: string; country?: string };
  attributes: Record<string, string>;
}

/** A field after merging: what it will hold, and what of the other contact is given up for it. */
export interface MergedField {
  label: string;
  value: string;
  lost: string;
}

const maxAttributes = 50;

/**
 * What a contact will be once another is merged into it, as the server does it:
 * addresses and numbers are kept of both, all else is the one's, and the other's
 * only where the one has nothing.
 */
export function mergedContact(into: Person, from: Person): MergedField[] {
  const both = (label: string, of: (p: Person) => string[]) => ({ label, value: [...of(into), ...of(from)].join(", "), lost: "" });
  const first = (label: string, a: string, b: string): MergedField => ({ label, value: a || b, lost: a && b && a !== b ? b : "" });
  const names = [...new Set([...Object.keys(into.attributes), ...Object.keys(from.attributes)])];
  const kept = Object.keys(into.attributes).length;
  let room = maxAttributes - kept;
  const attributes = names.map((name) => {
    const [a, b] = [into.attributes[name], from.attributes[name] ?? ""];
    if (a === undefined && room-- <= 0) return { label: spoken(name), value: "", lost: b };
    return { label: spoken(name), value: a ?? b, lost: a !== undefined && b !== a ? b : "" };
  });
  return [
    first("Name", into.name, from.name),
    both("Email", (p) => p.emails),
    both("Phone", (p) => p.phones),
    first("Location", placeOf(into), placeOf(from)),
    first("Time zone", into.time_zone, from.time_zone),
    ...attributes,
  ].filter((f) => f.value || f.lost);
}

function placeOf({ location: l }: Person): string {
  return [l.city, l.region, l.country].filter(Boolean).join(", ");
}

function spoken(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
