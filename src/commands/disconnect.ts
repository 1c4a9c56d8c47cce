import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import type { Connection, ConnectionStore } from '../qbo/connection.ts';
import { SignInError, revokeTokens } from '../qbo/oauth.ts';
import { notConnected } from '../qbo/session.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { declined, requireYes } from './confirm.ts';
import { onlyOne } from './run.ts';

const BY_PERSON = 'It was disconnected with qbsync disconnect.';

/** Revokes the tokens at Intuit and forgets them here. Records, links and settings stay. */
export async function disconnect(context: Context, options: { yes?: boolean }): Promise<Outcome> {
  const connections = await context.connections();
  const connection = connections.read();
  if (!connection) throw notConnected();
  const { tokens, companyName } = connection;
  const company = { id: connection.companyId, name: companyName };
  if (!tokens) {
    return {
      exit: EXIT.done,
      json: { disconnected: true, revoked: false, company },
      text: () => `${companyName} is disconnected already. To connect it again: qbsync connect\n`,
    };
  }
  const sure = await requireYes(
    context,
    options,
    `Disconnect ${companyName}? Records and settings stay; nothing can be pushed until you connect again.`,
  );
  if (!sure) throw declined();
  // Not under a run that is writing: what it has on its way would stay without an answer.
  const release = await onlyOne(context, 'disconnect');
  let revoked: boolean;
  try {
    revoked = await forget(connection, tokens.refreshToken, connections);
  } finally {
    release();
  }
  return {
    exit: EXIT.done,
    json: { disconnected: true, revoked, company },
    text: (style) =>
      [
        `${style.good('✔')} ${companyName} is disconnected; the sign-in is forgotten on this machine.`,
        revoked
          ? ''
          : `${style.warn('!')} Intuit could not be told. End it there too: QuickBooks → Settings → Manage apps (or Apps → My apps) → Disconnect.\n`,
      ].join('\n'),
  };
}

/** True where Intuit ended it too. */
async function forget(
  connection: Connection,
  refreshToken: string,
  connections: ConnectionStore,
): Promise<boolean> {
  let revoked = true;
  try {
    await revokeTokens(connection, refreshToken);
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    revoked = false;
  }
  await connections.exclusively(async () => {
    connections.write({ ...connection, tokens: undefined, disconnected: BY_PERSON });
    await connections.note({ disconnected: BY_PERSON });
  });
  return revoked;
}
