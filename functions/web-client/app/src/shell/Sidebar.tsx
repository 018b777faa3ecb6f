import { ActionIcon, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { AlarmClock, Bell, Check, CheckCircle2, ChevronsUpDown, EyeOff, Inbox, Keyboard, LogOut, Moon, Settings, SquarePen, Sun, Trash2, Users } from "lucide-react";
import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { Link, NavLink, useLocation, useNavigate } from "react-router";
import { useUnseen } from "../api/notices";
import { useAudienceStatus } from "../api/people";
import { useLabels } from "../api/work";
import { useSession } from "../auth/session";
import { LabelDot } from "../inbox/LabelChip";
import { searchOf, viewOf, everything } from "../lib/view";
import { Avatar } from "./Avatar";
import { LazyMenu } from "./LazyMenu";
import { usePlace } from "./place";

const SideDrawer = lazy(() => import("./SideDrawer"));

interface Props {
  opened: boolean;
  onClose(): void;
  onHelp(): void;
  onNotices(): void;
}

/** Audience, folders and the member's own menu; a drawer on narrow screens. */
export function Sidebar({ opened, onClose, onHelp, onNotices }: Props) {
  const narrow = useMediaQuery("(max-width: 1023px)", window.innerWidth < 1024, { getInitialValueInEffect: false });
  const content = <Content onHelp={onHelp} onNotices={onNotices} onGo={onClose} />;
  if (!narrow) return <nav className="sidebar" aria-label="Inbox">{content}</nav>;
  return <Suspense>{opened && <SideDrawer onClose={onClose}><nav className="sidebar in-drawer" aria-label="Inbox">{content}</nav></SideDrawer>}</Suspense>;
}

function Content({ onHelp, onNotices, onGo }: Omit<Props, "opened" | "onClose"> & { onGo(): void }) {
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
          <ActionIcon variant="subtle" color="gray" size={32} aria-label="New conversation" title="New conversation (c)" onClick={() => { onGo(); write(); }}>
            <SquarePen size={16} />
          </ActionIcon>
        )}
      </div>
      <div className="folders" onClick={(e) => (e.target as HTMLElement).closest("a") && onGo()}>
        <Folder to={to("open")} icon={<Inbox size={16} />} label="To do" count={unread} />
        <Folder to={to("snoozed")} icon={<AlarmClock size={16} />} label="Snoozed" />
        <Folder to={to("done")} icon={<CheckCircle2 size={16} />} label="Done" />
        <Folder to={to("trash")} icon={<Trash2 size={16} />} label="Trash" />
        <Folder to={to("hidden")} icon={<EyeOff size={16} />} label="Kept out" />
        <div className="folders-gap" />
        <Folder to={to("contacts")} icon={<Users size={16} />} label="Contacts" />
        <Folder to={to("settings")} icon={<Settings size={16} />} label="Settings" />
        <Labels to={to("open")} />
      </div>
      <div className="sidebar-foot">
        <Self onHelp={() => { onGo(); onHelp(); }} />
        <NoticesButton onClick={() => { onGo(); onNotices(); }} />
      </div>
    </>
  );
}

function NoticesButton({ onClick }: { onClick(): void }) {
  const unseen = useUnseen();
  return (
    <ActionIcon className="bell" variant="subtle" color="gray" size={32} aria-label={unseen > 0 ? `Notices, ${unseen} new` : "Notices"} title="Notices (b)" onClick={onClick}>
      <Bell size={16} />
      {unseen > 0 && <span className="bell-count" aria-hidden>{unseen > 99 ? "99+" : unseen}</span>}
    </ActionIcon>
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

/** The audience's labels: each leads to what is to do of it. */
function Labels({ to }: { to: string }) {
  const labels = useLabels(usePlace().audience.id).data ?? [];
  const { pathname, search } = useLocation();
  const shown = pathname.startsWith(to) ? viewOf(new URLSearchParams(search)).label : undefined;
  return (
    <>
      {labels.length > 0 && <div className="folders-gap" />}
      {labels.map((l) => (
        <Link key={l.id} to={to + searchOf({ ...everything, label: l.id })} className={l.id === shown ? "folder active" : "folder"}
          aria-current={l.id === shown ? "true" : undefined}>
          <span className="folder-dot"><LabelDot colour={l.colour} /></span>
          <span className="cut">{l.name}</span>
        </Link>
      ))}
    </>
  );
}

function AudienceSwitch({ onGo }: { onGo(): void }) {
  const { me, audience } = usePlace();
  const navigate = useNavigate();
  return (
    <LazyMenu label="Audiences" position="bottom-start"
      items={me.audiences.map((a) => ({
        label: a.name, icon: a.id === audience.id ? Check : undefined,
        run: () => { onGo(); void navigate(`/a/${a.id}/open`); },
      }))}>
      <UnstyledButton className="audience-switch" aria-haspopup="menu">
        <span className="audience-badge" aria-hidden="true">{audience.name.slice(0, 1).toUpperCase()}</span>
        <span className="cut">{audience.name}</span>
        <span className="sr">, switch audience</span>
        <ChevronsUpDown size={14} className="muted" aria-hidden />
      </UnstyledButton>
    </LazyMenu>
  );
}

function Self({ onHelp }: { onHelp(): void }) {
  const { me, audience } = usePlace();
  const { signOut } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const name = me.member.name || me.member.email;
  return (
    <LazyMenu label={me.member.email} position="top-start"
      items={[
        { label: "Keyboard shortcuts", icon: Keyboard, run: onHelp },
        { label: dark ? "Light appearance" : "Dark appearance", icon: dark ? Sun : Moon, run: () => setColorScheme(dark ? "light" : "dark") },
        { label: "Sign out", icon: LogOut, run: () => void signOut() },
      ]}>
      <UnstyledButton className="self" aria-haspopup="menu">
        <Avatar name={name} id={me.member.id} size={28} />
        <span className="cut">
          <span className="self-name">{name}</span>
          <span className="self-role">{audience.role}</span>
          <span className="sr">, your menu</span>
        </span>
      </UnstyledButton>
    </LazyMenu>
  );
}
