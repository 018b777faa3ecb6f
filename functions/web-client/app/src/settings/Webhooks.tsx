import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useWebhooks } from "../api/webhooks";
import { Listed } from "./Listed";
import { Secret } from "./Secret";
import { useRights } from "./useRights";
import { WebhookDialog } from "./WebhookDialog";
import { WebhookView } from "./WebhookView";

/** Who is told what happens: the list of them, or the one that the address names. */
export default function Webhooks() {
  const { item } = useParams();
  const { audience } = useRights();
  const hooks = useWebhooks(audience.id);
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState("");
  const base = `/a/${audience.id}/settings/webhooks`;
  const open = hooks.data?.find((w) => w.id === item);
  return (
    <>
      {item && hooks.data && <p><Link to={base} className="quiet">All webhooks</Link></p>}
      {open ? <WebhookView key={open.id} webhook={open} onSecret={setSecret} onGone={() => void navigate(base)} />
        : item && hooks.data ? <p className="muted">There is no such webhook any more.</p>
        : <Listed title="Webhooks" hint="Addresses that are told what happens in this audience, with a signature, within seconds." empty="No webhook yet."
            query={hooks} add="New webhook" onAdd={() => setAdding(true)} row={(w) => (
              <li key={w.id}>
                <Link to={`${base}/${w.id}`} className="cut"><span className="strong">{w.url}</span></Link>
                <span className={w.state === "disabled" ? "flag danger" : w.failing ? "flag warn" : "flag good"}>{w.state === "disabled" ? "disabled" : w.failing ? "failing" : "active"}</span>
              </li>
            )} />}
      {adding && <WebhookDialog onClose={() => setAdding(false)} onMade={(made) => { setAdding(false); setSecret(made.secret); void navigate(`${base}/${made.id}`); }} />}
      {secret && <Secret title="The webhook’s secret" secret={secret} hint="With it a receiver proves that what it is told comes from here." onClose={() => setSecret("")} />}
    </>
  );
}
