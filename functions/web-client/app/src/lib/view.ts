/** What narrows a list of conversations; each may be combined with each. */
export interface View {
  unread?: boolean;
  channel?: "email" | "sms";
  /** A member's or a team's id, me, or none. */
  assignee?: string;
  label?: string;
  campaigns: string[];
  /** Also those in which only machines have spoken. */
  automatic: boolean;
}

/** A list as it is. */
export const everything: View = { campaigns: [], automatic: false };

/** The view that a link asks for; what it cannot mean is left out. */
export function viewOf(params: URLSearchParams): View {
  const unread = params.get("unread");
  const channel = params.get("channel");
  return {
    ...(unread && { unread: unread === "true" }),
    ...((channel === "email" || channel === "sms") && { channel }),
    ...(params.get("assignee") && { assignee: params.get("assignee")! }),
    ...(params.get("label") && { label: params.get("label")! }),
    campaigns: params.getAll("campaign").toSorted(),
    automatic: params.get("auto") === "true",
  };
}

/** The part of a link that asks for a view, with its question mark; empty for everything. */
export function searchOf(v: View): string {
  const params = new URLSearchParams();
  if (v.unread !== undefined) params.set("unread", String(v.unread));
  if (v.channel) params.set("channel", v.channel);
  if (v.assignee) params.set("assignee", v.assignee);
  if (v.label) params.set("label", v.label);
  for (const c of v.campaigns) params.append("campaign", c);
  if (v.automatic) params.set("auto", "true");
  const search = params.toString();
  return search && `?${search}`;
}
