import { Users } from "lucide-react";
import { useMemberName } from "../api/people";
import type { Presence } from "../api/presence";
import { companyWords } from "../lib/company";

/** Who else has the conversation open, lest two answer it. */
export function Company({ others }: { others: Presence[] }) {
  const words = companyWords(others, useMemberName());
  return (
    <p className={others.some((p) => p.typing) ? "company typing" : "company"} role="status">
      {words && <><Users size={14} aria-hidden /> {words}</>}
    </p>
  );
}
