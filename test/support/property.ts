import fc from 'fast-check';

// Properties are tried on the same cases in every run, so that a failure can be seen again; another seed looks further.
fc.configureGlobal({ seed: Number(process.env.QBSYNC_SEED ?? 20_261_122) });

export { fc };
