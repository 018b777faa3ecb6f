import { Button, Skeleton } from "@mantine/core";
import { ExternalLink } from "lucide-react";
import { useOrders, type Order } from "../api/contacts";
import { money } from "../lib/money";
import { fullTime, shortTime } from "../lib/time";

/** A contact's latest orders with what they hold; more on demand. */
export function Orders({ contact, limit }: { contact: string; limit: number }) {
  const list = useOrders(contact, limit);
  const orders = list.data?.pages.flatMap((p) => p.orders) ?? [];
  return (
    <section className="recent" aria-label="Orders">
      <h3>Orders</h3>
      {list.isPending && <Skeleton height={12} width="70%" />}
      {list.isError && <p role="alert" className="banner danger">{list.error.message}</p>}
      {list.isSuccess && orders.length === 0 && <p className="muted small">No orders.</p>}
      <ul className="orders">{orders.map((o) => <li key={o.id}><OneOrder order={o} /></li>)}</ul>
      {list.hasNextPage && <Button variant="subtle" color="gray" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show earlier orders</Button>}
    </section>
  );
}

function OneOrder({ order: o }: { order: Order }) {
  const name = o.number || o.id;
  return (
    <>
      <p className="order-head">
        {o.link
          ? <a className="strong cut" href={o.link} target="_blank" rel="noopener noreferrer nofollow">{name} <ExternalLink size={12} aria-label="in the shop, in a new tab" /></a>
          : <span className="strong cut">{name}</span>}
        {o.status && <span className="flag">{o.status}</span>}
        <time className="muted" dateTime={o.placed_at} title={fullTime(o.placed_at)}>{shortTime(o.placed_at)}</time>
      </p>
      <table className="order-lines">
        <tbody>
          {o.lines.map((l, i) => (
            <tr key={i}><td className="amount">{l.quantity} ×</td><td>{l.product}</td><td className="amount">{money(l.price, o.currency)}</td></tr>
          ))}
          <tr className="strong"><td colSpan={2}>Total</td><td className="amount">{money(o.total, o.currency)}</td></tr>
        </tbody>
      </table>
    </>
  );
}
