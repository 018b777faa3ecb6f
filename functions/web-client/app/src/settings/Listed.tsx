import { Button, Skeleton, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";

interface Props<T> {
  title: string;
  hint: ReactNode;
  /** What is said where there is nothing yet. */
  empty: string;
  query: { data: T[] | undefined; isPending: boolean; error: Error | null };
  /** What the button says that adds one; no button without it. */
  add?: string;
  onAdd?(): void;
  /** Under which heading one stands; all together where it is left out. */
  under?(item: T): string;
  /** By what one is found, where there are many; nothing finds them without it. */
  words?(item: T): string;
  row(item: T): ReactNode;
}

const many = 12;

/** A list of what is defined somewhere in the settings, with a button to add to it. */
export function Listed<T>({ title, hint, empty, query, add, onAdd, under = () => "", words, row }: Props<T>) {
  const [find, setFind] = useState("");
  const found = query.data?.filter((item) => !words || words(item).toLowerCase().includes(find.trim().toLowerCase())) ?? [];
  const groups = [...new Set(found.map(under))];
  return (
    <section className="section" aria-label={title}>
      <div className="listed-head">
        <div><h2>{title}</h2><p className="muted small">{hint}</p></div>
        {add && <Button variant="default" onClick={onAdd}>{add}</Button>}
      </div>
      {query.isPending && <Skeleton height={48} />}
      {query.error && <p role="alert" className="banner danger">{query.error.message}</p>}
      {query.data?.length === 0 && <p className="muted">{empty}</p>}
      {words && query.data && query.data.length > many && (
        <TextInput type="search" aria-label={`Find in ${title.toLowerCase()}`} placeholder="Find…" mb={8} leftSection={<Search size={16} />} value={find} onChange={(e) => setFind(e.currentTarget.value)} />
      )}
      {find && found.length === 0 && <p className="muted">Nothing is found by that.</p>}
      {groups.map((group) => (
        <section key={group}>
          {group && <h3 className="listed-group">{group}</h3>}
          <ul className="listed">{found.filter((item) => under(item) === group).map(row)}</ul>
        </section>
      ))}
    </section>
  );
}
