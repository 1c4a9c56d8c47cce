declare const __QBSYNC_VERSION__: string;

/** Put in by the build from package.json. */
export const VERSION: string = __QBSYNC_VERSION__;
