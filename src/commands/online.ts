// All commands but `status`, loaded together: what they share is most of what they are (bench/start-up.ts).
export { configure } from './configure.ts';
export { connect } from './connect.ts';
export { demo } from './demo.ts';
export { disconnect } from './disconnect.ts';
export { doctor } from './doctor.ts';
export { ignore } from './ignore.ts';
export { importFiles } from './import.ts';
export { sandbox } from './sandbox.ts';
export { syncRecords } from './sync-records.ts';
export { sync } from './sync.ts';
