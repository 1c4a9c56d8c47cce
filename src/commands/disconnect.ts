import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { SignInError, revokeTokens } from '../qbo/oauth.ts';
import { notConnected } from '../qbo/session.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { declined, requireYes } from './confirm.ts';

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
  let revoked = false;
  try {
    await revokeTokens(connection, tokens.refreshToken);
    revoked = true;
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
  }
  await connections.exclusively(async () => {
    connections.write({ ...connection, tokens: undefined, disconnected: BY_PERSON });
    await connections.note({ disconnected: BY_PERSON });
  });
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
