import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { useAudit, type AuditEntry } from "../api/account";
import { useMembers, useMemberName } from "../api/people";
import { auditDetail, auditWords, placeOf } from "../lib/audit";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { Listed } from "./Listed";
import { More } from "./More";

/** Who changed what it takes more than an agent's right to change. */
export default function AuditLog() {
  const { me } = usePlace();
  const [about, setAbout] = useState("");
  const log = useAudit(about);
  const name = useNameOf();
  const memberName = useMemberName();
  return (
    <>
      <NativeSelect className="log-filter" label="About" value={about} onChange={(e) => setAbout(e.currentTarget.value)}
        data={[{ value: "", label: "Everything" }, ...me.audiences.map((a) => ({ value: a.id, label: a.name }))]} />
      <Listed title="Audit log" hint="Who changed settings, members and keys, who blocked, merged, erased or deleted for good; newest first." empty="Nothing yet."
        query={{ ...log, data: log.data?.pages.flatMap((p) => p.entries) }} row={(e) => (
          <Row key={e.id} entry={e} who={e.actor ? memberName(e.actor) : "Confab"} nameOf={name} where={me.audiences.find((a) => a.id === e.audience)?.name ?? ""} />
        )} />
      <More list={log} />
    </>
  );
}

interface RowProps {
  entry: AuditEntry;
  who: string;
  nameOf(id: string): string;
  /** The audience it is about; empty for the account. */
  where: string;
}

function Row({ entry: e, who, nameOf, where }: RowProps) {
  const place = placeOf(e);
  const detail = place ? <Link className="quiet" to={place.path}>{place.words}</Link> : auditDetail(e, nameOf);
  return (
    <li>
      <div className="grow">
        <p><span className="strong">{who}</span> {auditWords(e, nameOf)}</p>
        <p className="muted small"><time dateTime={e.at} title={fullTime(e.at)}>{messageTime(e.at)}</time>{where && ` · ${where}`}{detail && <> · {detail}</>}</p>
      </div>
    </li>
  );
}

/** Names whatever an entry may be about, as far as it is still there. */
function useNameOf(): (id: string) => string {
  const { me } = usePlace();
  const people = useMembers().data;
  return (id) => {
    const m = people?.members.find((m) => m.id === id);
    return m?.name || m?.email || ([...(people?.keys ?? []), ...me.audiences].find((n) => n.id === id)?.name ?? id);
  };
}
