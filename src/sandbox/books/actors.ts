/** Who changes the books: the audit log and 5010 name them. */
export interface Actor {
  readonly name: string;
  /** The client id of the app that acts for this user. */
  readonly app?: string;
}

/** The person who works in QuickBooks beside the app. */
export const PERSON: Actor = { name: 'Robin Bookkeeper' };

/** QuickBooks itself: what a new company comes with. */
export const SYSTEM: Actor = { name: 'System Administration' };

/** An app, which QuickBooks shows as the user who connected it; userinfo says the same name. */
export const viaApp = (clientId: string): Actor => ({ name: 'Alex Owner', app: clientId });
