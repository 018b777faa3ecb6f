import { Skeleton } from "@mantine/core";

/** Rows that will be something in a moment. */
export function WaitingRows({ count = 8 }: { count?: number }) {
  return (
    <div aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: count }, (_, i) => (
        <div className="row waiting" key={i}>
          <Skeleton height={12} width={`${50 - (i % 3) * 8}%`} radius="xs" />
          <Skeleton height={12} width={`${80 - (i % 4) * 9}%`} radius="xs" />
          <Skeleton height={12} width={`${92 - (i % 5) * 7}%`} radius="xs" />
        </div>
      ))}
    </div>
  );
}

/** The panes as they will stand, before anything is known. */
export function Waiting() {
  return (
    <div className="workspace">
      <div className="sidebar" />
      <div className="list-pane">
        <div className="pane-header" />
        <WaitingRows />
      </div>
      <div className="main-pane" />
    </div>
  );
}
