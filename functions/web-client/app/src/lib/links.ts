interface Placed {
  id: string;
  audience: string;
  status: string;
  hidden: boolean;
}

/** Where on the page a conversation is: beside the list that it stands on. */
export function pathOf(c: Placed): string {
  return `/a/${c.audience}/${c.hidden ? "hidden" : c.status}/${c.id}`;
}
