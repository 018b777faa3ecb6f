import { Link, useNavigate, useParams } from "react-router";
import { useSavedReplies } from "../api/savedReplies";
import { Listed } from "./Listed";
import { SavedReplyForm } from "./SavedReplyForm";
import { useRights } from "./useRights";

/** Texts for use again: the list of them, or the one that the address names. */
export default function SavedReplies() {
  const { item } = useParams();
  const { audience, manage } = useRights();
  const replies = useSavedReplies(audience.id);
  const navigate = useNavigate();
  const base = `/a/${audience.id}/settings/saved-replies`;
  if (!item || !replies.data) {
    return (
      <Listed title="Saved replies" hint="Texts for use again, with variables for what is known when they are used." empty="No saved reply yet."
        query={replies} add={manage ? "New saved reply" : undefined} onAdd={() => void navigate(`${base}/new`)} under={(r) => r.category} words={(r) => `${r.category} ${r.name} ${r.text}`} row={(r) => (
          <li key={r.id}>
            <Link to={`${base}/${r.id}`} className="cut"><span className="strong">{r.name}</span> <span className="muted small">{r.text}</span></Link>
            {r.channels.length === 1 && <span className="flag">{r.channels[0] === "sms" ? "texts" : "email"}</span>}
          </li>
        )} />
    );
  }
  const open = replies.data.find((r) => r.id === item);
  const categories = [...new Set(replies.data.map((r) => r.category))].filter(Boolean);
  return (
    <>
      <p><Link to={base} className="quiet">All saved replies</Link></p>
      {open || item === "new" ? <SavedReplyForm reply={open} categories={categories} onDone={() => void navigate(base)} /> : <p className="muted">There is no such saved reply any more.</p>}
    </>
  );
}
