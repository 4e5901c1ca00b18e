import fc from 'fast-check';

// Reduced counts in `npm test`, full ones in `npm run test:deep`. A failing property prints its seed; give it back with SEED=... to see it again.
const { DEEP, SEED } = process.env;
fc.configureGlobal({ numRuns: DEEP ? 2000 : 100, ...(SEED !== undefined && { seed: Number(SEED) }) });
