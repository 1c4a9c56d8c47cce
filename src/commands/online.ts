// The commands that talk to QuickBooks, loaded together: what they share is most of what they are (bench/start-up.ts).
export { configure } from './configure.ts';
export { connect } from './connect.ts';
export { disconnect } from './disconnect.ts';
export { doctor } from './doctor.ts';
export { syncRecords } from './sync-records.ts';
export { sync } from './sync.ts';
