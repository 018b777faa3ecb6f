import { useState } from "react";
import { useKeys, useRevokeKey, type Key } from "../api/account";
import { useMemberName } from "../api/people";
import { fullTime, shortTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { KeyDialog } from "./KeyDialog";
import { Listed } from "./Listed";
import { Secret } from "./Secret";
import { Sure } from "./Sure";

/** What lets machines in. */
export default function Keys() {
  const keys = useKeys();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState("");
  return (
    <>
      <Listed title="API keys" hint={<>A machine with a key calls the same API below <span className="mono">/machine</span>, and may do what a member with its role may.</>} empty="No key yet."
        query={keys} add="New key" onAdd={() => setAdding(true)} row={(k) => <KeyRow key={k.id} apiKey={k} />} />
      {adding && <KeyDialog onClose={() => setAdding(false)} onMade={(secret) => { setAdding(false); setSecret(secret); }} />}
      {secret && <Secret title="The new key" secret={secret} hint={<>Present it as <span className="mono">Authorization: Bearer …</span></>} onClose={() => setSecret("")} />}
    </>
  );
}

function KeyRow({ apiKey: k }: { apiKey: Key }) {
  const { me } = usePlace();
  const toast = useToast();
  const memberName = useMemberName();
  const revoke = useRevokeKey();
  const where = k.audiences.map((id) => me.audiences.find((a) => a.id === id)?.name ?? "another audience").join(", ") || "the whole account";
  const facts = [
    `${k.role} in ${where}`, `by ${memberName(k.author)}`, `made ${shortTime(k.created)}`,
    k.used ? `last used ${k.used}` : "never used", k.state === "active" && k.expires && `until ${shortTime(k.expires)}`,
  ].filter(Boolean);
  return (
    <li>
      <div className="grow">
        <p><span className="strong">{k.name}</span> {k.state !== "active" && <span className="flag" title={k.revoked ? fullTime(k.revoked) : undefined}>{k.state}</span>}</p>
        <p className="muted small">{facts.join(" · ")}</p>
      </div>
      {k.state === "active" && <Sure label="Revoke" sure="Revoke for good" name={k.name} busy={revoke.isPending} run={() => revoke.mutate(k.id, { onError: (e) => toast({ text: e.message, tone: "error" }) })} />}
    </li>
  );
}
