import type { components } from "./schema";

type Schemas = components["schemas"];

export type Address = Schemas["Address"];
export type Attachment = Schemas["Attachment"];
export type Audience = Schemas["Audience"];
export type Body = Schemas["Body"];
export type Contact = Schemas["Contact"];
export type ContactRow = Schemas["ContactRow"];
export type Conversation = Schemas["Conversation"];
export type ConversationRow = Schemas["ConversationRow"];
export type Delivery = Schemas["Delivery"];
export type Download = Schemas["Download"];
export type Fact = Schemas["Fact"];
export type FileRef = Schemas["FileRef"];
export type Invitation = Schemas["Invitation"];
export type Me = Schemas["Me"];
export type Member = Schemas["Member"];
export type Message = Schemas["Message"];
export type Thread = Schemas["Thread"];

/** The statuses that a person gives a conversation. */
export type Status = Schemas["SetStatus"]["status"];
export type Role = Audience["role"];

const answering: ReadonlySet<Role> = new Set(["owner", "admin", "manager", "agent"]);

/** Whether the role may answer, mark read and change things; a viewer may not. */
export function mayAnswer(role: Role): boolean {
  return answering.has(role);
}
