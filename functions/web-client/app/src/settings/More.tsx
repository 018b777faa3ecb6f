import { Button } from "@mantine/core";

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };
}

/** The way on in a list that is read page by page. */
export function More({ list }: Props) {
  if (!list.hasNextPage) return null;
  return <div className="earlier"><Button variant="subtle" color="gray" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show earlier</Button></div>;
}
