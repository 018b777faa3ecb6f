import { ActionIcon, Drawer, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Check, CheckCircle2, ChevronsUpDown, EyeOff, Inbox, Keyboard, LogOut, Moon, SquarePen, Sun, Trash2, UserCog, Users } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { NavLink, useNavigate } from "react-router";
import { useAudienceStatus } from "../api/people";
import { useSession } from "../auth/session";
import { Avatar } from "./Avatar";
import { usePlace } from "./place";

interface Props {
  opened: boolean;
  onClose(): void;
  onHelp(): void;
}

/** Audience, folders and the member's own menu; a drawer on narrow screens. */
export function Sidebar({ opened, onClose, onHelp }: Props) {
  const narrow = useMediaQuery("(max-width: 1023px)", window.innerWidth < 1024, { getInitialValueInEffect: false });
  const content = <Content onHelp={onHelp} onGo={onClose} />;
  if (!narrow) return <nav className="sidebar" aria-label="Inbox">{content}</nav>;
  return (
    <Drawer opened={opened} onClose={onClose} size={264} withCloseButton={false} padding={0} title={null} aria-label="Menu">
      <nav className="sidebar in-drawer" aria-label="Inbox">{content}</nav>
    </Drawer>
  );
}

function Content({ onHelp, onGo }: { onHelp(): void; onGo(): void }) {
  const { audience, mayAnswer, write } = usePlace();
  const status = useAudienceStatus(audience.id);
  const unread = status.data?.unread_count ?? 0;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${audience.name} · Confab` : `${audience.name} · Confab`;
  }, [unread, audience.name]);
  const to = (path: string) => `/a/${audience.id}/${path}`;
  return (
    <>
      <div className="sidebar-top">
        <AudienceSwitch onGo={onGo} />
        {mayAnswer && (
          <Tooltip label="New conversation (c)">
            <ActionIcon variant="subtle" color="gray" size={32} aria-label="New conversation" onClick={() => { onGo(); write(); }}>
              <SquarePen size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className="folders" onClick={(e) => (e.target as HTMLElement).closest("a") && onGo()}>
        <Folder to={to("open")} icon={<Inbox size={16} />} label="To do" count={unread} />
        <Folder to={to("done")} icon={<CheckCircle2 size={16} />} label="Done" />
        <Folder to={to("trash")} icon={<Trash2 size={16} />} label="Trash" />
        <Folder to={to("hidden")} icon={<EyeOff size={16} />} label="Kept out" />
        <div className="folders-gap" />
        <Folder to={to("contacts")} icon={<Users size={16} />} label="Contacts" />
        <Folder to={to("members")} icon={<UserCog size={16} />} label="Members" />
      </div>
      <Self onHelp={() => { onGo(); onHelp(); }} />
    </>
  );
}

function Folder({ to, icon, label, count = 0 }: { to: string; icon: ReactNode; label: string; count?: number }) {
  return (
    <NavLink to={to} className="folder">
      {icon}
      <span>{label}</span>
      {count > 0 && <span className="count" aria-label={`${count} unread`}>{count > 999 ? "999+" : count}</span>}
    </NavLink>
  );
}

function AudienceSwitch({ onGo }: { onGo(): void }) {
  const { me, audience } = usePlace();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={232}>
      <Menu.Target>
        <UnstyledButton className="audience-switch" aria-label={`Audience: ${audience.name}. Switch`}>
          <span className="audience-badge" aria-hidden>{audience.name.slice(0, 1).toUpperCase()}</span>
          <span className="cut">{audience.name}</span>
          <ChevronsUpDown size={14} className="muted" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Audiences</Menu.Label>
        {me.audiences.map((a) => (
          <Menu.Item key={a.id} rightSection={a.id === audience.id && <Check size={14} />}
            onClick={() => { onGo(); void navigate(`/a/${a.id}/open`); }}>
            {a.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Self({ onHelp }: { onHelp(): void }) {
  const { me, audience } = usePlace();
  const { signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark" || (colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const name = me.member.name || me.member.email;
  return (
    <Menu position="top-start" width={232}>
      <Menu.Target>
        <UnstyledButton className="self" aria-label={`${name}, ${audience.role}. Your menu`}>
          <Avatar name={name} id={me.member.id} size={28} />
          <span className="cut">
            <span className="self-name">{name}</span>
            <span className="self-role">{audience.role}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Keyboard size={14} />} onClick={onHelp}>Keyboard shortcuts</Menu.Item>
        <Menu.Item leftSection={dark ? <Sun size={14} /> : <Moon size={14} />} onClick={() => setColorScheme(dark ? "light" : "dark")}>
          {dark ? "Light" : "Dark"} appearance
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} />} onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
