import { connectionSchema, type Connection } from '../qbo/connection.ts';
import type { CompanyPaths } from './paths.ts';
import { NO_SETTINGS, settingsSchema, type Settings } from './settings.ts';
import { Store } from './store.ts';

/** The two files of a company: how it books, and how it is connected. */
export interface CompanyFiles {
  settings(): Settings;
  saveSettings(settings: Settings): void;
  /** Undefined where no company was connected yet. */
  connection(): Connection | undefined;
  saveConnection(connection: Connection): void;
}

export function openCompanyFiles(paths: CompanyPaths): CompanyFiles {
  let settings: Store<typeof settingsSchema> | undefined;
  let connection: Store<typeof connectionSchema> | undefined;
  // Each opened by itself: a damaged file of the one does not keep from the other.
  const settingsStore = () => (settings ??= Store.open(paths.settings, settingsSchema, 'settings'));
  const connectionStore = () =>
    (connection ??= Store.open(paths.connection, connectionSchema, 'connection file'));
  return {
    settings: () => settingsStore().read() ?? NO_SETTINGS,
    saveSettings: (value) => settingsStore().write(value),
    connection: () => connectionStore().read(),
    saveConnection: (value) => connectionStore().write(value),
  };
}
