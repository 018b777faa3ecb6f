import "../styles/floating";
import { Menu } from "@mantine/core";
import type { MenuProps } from "./LazyMenu";

/** The menu itself, open as soon as it is there. */
export default function OpenMenu({ label, position, items, children }: MenuProps) {
  return (
    <Menu defaultOpened position={position} width={232}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {items.map(({ label, icon: Icon, run }) => (
          <Menu.Item key={label} leftSection={Icon ? <Icon size={14} /> : <span className="no-icon" />} onClick={run}>{label}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
