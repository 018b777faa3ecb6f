import { hue, initials } from "../lib/people";

/** A person's initials on a colour that stays with them. */
export function Avatar({ name, id, size }: { name: string; id: string; size: number }) {
  return (
    <span className="avatar" aria-hidden style={{ width: size, height: size, ["--hue" as string]: hue(id) }}>
      {initials(name)}
    </span>
  );
}
