import type { ReactNode } from "react";
import type { Contact } from "../api/types";
import { rowsOf } from "../lib/attributes";
import { consentWords } from "./consentWords";

interface Props {
  contact: Contact;
  /** With their numbers, where these have no section of their own. */
  phones: boolean;
}

/** What a contact is known by and what the team notes of them, to read. */
export function Facts({ contact: c, phones }: Props) {
  return (
    <dl className="contact-facts">
      {c.emails.map((e) => <Fact key={e} name="Email">{e}</Fact>)}
      {phones && c.phones.map((p) => {
        const { words, flag } = consentWords[c.consents?.find((k) => k.number === p)?.state ?? ""];
        return <Fact key={p} name="Phone">{p} <span className={flag}>{words}</span></Fact>;
      })}
      {rowsOf(c.attributes).map((a) => <Fact key={a.name} name={a.name.replaceAll("_", " ")}>{a.value}</Fact>)}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
