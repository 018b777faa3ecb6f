import "../styles/floating";
import type { ReactNode } from "react";
import type { Contact } from "../api/types";
import { countryName } from "../lib/countries";
import { LocalTime } from "../texting/LocalTime";
import { Avatar } from "../shell/Avatar";

interface Props {
  contact: Contact;
  /** Of the picture, in pixels. */
  size: number;
  children?: ReactNode;
}

/** Who a contact is, where they live and what time it is there. */
export function Head({ contact: c, size, children }: Props) {
  const name = c.name || c.emails[0] || c.phones[0] || "?";
  const place = [c.location.city, c.location.region, c.location.country && countryName(c.location.country)].filter(Boolean).join(", ");
  const zones = c.local_times?.flatMap((t) => t.zones) ?? [];
  return (
    <div className="contact-head">
      <Avatar name={name} id={c.id} size={size} />
      <div className="cut">
        <p className="contact-name"><span className="strong cut">{name}</span>{c.blocked && <span className="flag danger">Blocked</span>}</p>
        {(place || zones.length > 0) && <p className="contact-where small muted">{place && <span className="cut">{place}</span>}<LocalTime zones={zones} /></p>}
      </div>
      {children}
    </div>
  );
}
