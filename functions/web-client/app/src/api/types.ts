import type { components } from "./schema";

type Schemas = components["schemas"];

export type Address = Schemas["Address"];
export type Attachment = Schemas["Attachment"];
export type Audience = Schemas["Audience"];
export type Body = Schemas["Body"];
export type Consent = Schemas["Consent"];
export type ConsentEntry = Schemas["ConsentEntry"];
export type Contact = Schemas["Contact"];
export type ContactRow = Schemas["ContactRow"];
export type Conversation = Schemas["Conversation"];
export type ConversationRow = Schemas["ConversationRow"];
export type Delivery = Schemas["Delivery"];
export type Download = Schemas["Download"];
export type Fact = Schemas["Fact"];
export type FileRef = Schemas["FileRef"];
export type Invitation = Schemas["Invitation"];
export type ListedNumber = Schemas["ListedNumber"];
export type Me = Schemas["Me"];
export type Member = Schemas["Member"];
export type Message = Schemas["Message"];
export type Reply = Schemas["Reply"];
export type StartConversation = Schemas["StartConversation"];
export type TextRecord = Schemas["TextRecord"];
export type Texting = Schemas["Texting"];
export type TextingState = Schemas["TextingState"];
export type Thread = Schemas["Thread"];

/** The statuses that a person gives a conversation. */
export type Status = Schemas["SetStatus"]["status"];
export type Role = Audience["role"];

// From who may most to who may least.
const ranks: Role[] = ["owner", "admin", "manager", "agent", "viewer"];

/** Whether a role may all that another may. */
export function atLeast(role: Role, least: Role): boolean {
  return ranks.indexOf(role) <= ranks.indexOf(least);
}

/** Whether the role may answer, mark read and change things; a viewer may not. */
export function mayAnswer(role: Role): boolean {
  return atLeast(role, "agent");
}

/** Whether the role may change an audience's settings in daily use. */
export function mayManage(role: Role): boolean {
  return atLeast(role, "manager");
}

/** Whether the role may change what an audience is reached by. */
export function mayAdminister(role: Role): boolean {
  return atLeast(role, "admin");
}
